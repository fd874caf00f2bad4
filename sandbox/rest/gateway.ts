import { gatewayUrl } from '../gateway/url.ts';
import { botOf, type Routes } from './context.ts';

/** How often a bot may start a session in a day. */
const sessionStarts = 1_000;

export const gatewayRoutes: Routes = (app, { world }) => {
  app.get('/gateway', async () => ({ url: gatewayUrl(world.origin) }));

  app.get('/gateway/bot', async (request) => {
    const bot = botOf(request);
    return {
      url: gatewayUrl(world.origin),
      shards: bot.recommendedShards,
      session_start_limit: {
        total: sessionStarts,
        remaining: bot.sessionStartsLeft,
        reset_after: 86_400_000,
        max_concurrency: 1,
      },
    };
  });
};
