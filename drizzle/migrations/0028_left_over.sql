-- What the indexes of open rows hold. A load leaves statistics from its midst, by which half of the outbox is still to be written:
-- whoever believes them reads all that was ever written to find that nothing is open.
create function left_over(tenant text, integration text)
returns table (entity text, side text, verb text, why text, count bigint)
language sql stable set search_path = public, pg_temp set enable_seqscan = off set enable_bitmapscan = off as $$
  select r.entity, r.side, r.verb, r.why, count(*) from (
    select o.entity, o.side, o.verb, o.why from outbox o
      where o.tenant_id = tenant and o.integration_id = integration and o.state = 'released'
    union all
    select o.entity, o.side, o.verb, o.why from outbox o
      where o.tenant_id = tenant and o.integration_id = integration and o.state = 'started') r
  group by 1, 2, 3, 4 order by 1, 2, 3, 4
$$;
