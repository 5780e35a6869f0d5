create extension if not exists vector;
create table if not exists items (id text primary key, data jsonb not null, embedding vector(384) not null);
create index if not exists items_embedding on items using hnsw (embedding vector_cosine_ops);
create index if not exists items_words on items using gin (to_tsvector('simple', data::text));
