import { applicationJson } from '../state/applications.ts';
import { botOf, type Routes } from './context.ts';

export const applicationRoutes: Routes = (app, { world }) => {
  for (const path of ['/applications/@me', '/oauth2/applications/@me']) {
    app.get(path, async (request) => applicationJson(world, botOf(request)));
  }
};
