# okok in a container: a slim image from the hash-locked requirements, an unprivileged user, data in a volume.
FROM python:3.11-slim AS build
COPY requirements/postgres.txt /tmp/requirements.txt
RUN python -m venv /okok/.venv \
    && /okok/.venv/bin/pip install --no-cache-dir --require-hashes -r /tmp/requirements.txt

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /okok okok && mkdir -m 700 /data && chown okok /data
COPY --from=build /okok/.venv /okok/.venv
WORKDIR /okok
COPY bot bot
COPY handlers handlers
COPY migrations migrations
ENV PATH=/okok/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DATA_DIR=/data
USER okok
VOLUME /data
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=60s CMD ["python", "-m", "bot", "health"]
CMD ["python", "-m", "bot", "start"]
