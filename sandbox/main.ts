import { parseArgs } from 'node:util';
import { Sandbox } from './driver/sandbox.ts';

/** Stands alone: an empty Discord with one bot and one server, until it is interrupted. */
const { values } = parseArgs({ options: { port: { type: 'string', default: '0' } } });
const discord = await Sandbox.start({ port: Number(values.port) });
const bot = discord.createApplication({
  name: 'Kith',
  privileged: ['GuildMembers', 'MessageContent'],
});
discord.createGuild({ name: 'Sandbox', bots: [{ bot }] }).createChannel({ name: 'general' });
process.stdout.write(`REST ${discord.restUrl}\nCDN ${discord.cdnOrigin}\nbot token ${bot.token}\n`);

const stop = () => {
  discord.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
