# syntax=docker/dockerfile:1
# Kith with its models. Debian, because ONNX Runtime has no build for musl (Alpine).

FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY scripts/install-hooks.mjs scripts/
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY migrations migrations/
COPY models models/
COPY src src/
RUN npm run build && npm run models
RUN npm prune --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production
ENV KITH_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules node_modules/
COPY --from=build /app/migrations migrations/
COPY --from=build /app/models models/
COPY --from=build /app/dist dist/
# All but /data belongs to root and can be mounted read-only.
RUN install -d -o 1000 -g 1000 -m 0700 /data
USER 1000:1000
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=90s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.KITH_HTTP_PORT || 9464}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "dist/main.js"]
