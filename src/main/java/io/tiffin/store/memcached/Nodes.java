package io.tiffin.store.memcached;

import com.spotify.folsom.GetResult;
import io.tiffin.batching.Deadline;
import io.tiffin.batching.Ticker;
import io.tiffin.feature.RowKey;
import io.tiffin.store.memcached.Reads.Read;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * The nodes of one generation, and the names of keys on them. Immutable.
 *
 * @param byAddress the nodes, none or more
 * @param ring which node has which key; empty while no node is known
 * @param usedFrom from when on, on the ticker's scale, rows of this generation are filled in and
 *     served; before that other processes may still write to another generation
 */
record Nodes(MemcachedKeys keys, Map<String, Node> byAddress, NodeRing ring, long usedFrom) {

  static Nodes of(MemcachedKeys keys, List<Node> nodes, long usedFrom) {
    Map<String, Node> byAddress = new HashMap<>();
    nodes.forEach(node -> byAddress.put(node.address(), node));
    return new Nodes(keys, Map.copyOf(byAddress), new NodeRing(byAddress.keySet()), usedFrom);
  }

  List<Node> all() {
    return List.copyOf(byAddress.values());
  }

  /** Whether rows may be filled in and served by now. */
  boolean areUsed(Ticker ticker) {
    return ticker.nanos() - usedFrom >= 0;
  }

  /** A key, its name and its node. */
  record Place(RowKey key, String name, Node node) {}

  Place place(RowKey key) {
    String name = keys.of(key);
    return new Place(key, name, Objects.requireNonNull(byAddress.get(ring.node(name))));
  }

  /**
   * Reads many keys, in one request per node; a node that fails concerns its own keys only. Past
   * the deadline nothing is asked.
   *
   * @return one result per place, in order
   */
  static List<Read> read(List<Place> places, Deadline deadline) {
    if (deadline.hasPassed()) {
      return Collections.nCopies(places.size(), Reads.Silent.HERE);
    }
    Map<Node, List<Integer>> byNode = new LinkedHashMap<>();
    for (int i = 0; i < places.size(); i++) {
      byNode.computeIfAbsent(places.get(i).node(), _ -> new ArrayList<>()).add(i);
    }
    List<Request> requests = new ArrayList<>(byNode.size());
    byNode.forEach((node, indexes) -> requests.add(Request.to(node, indexes, places)));
    List<Read> reads = new ArrayList<>(Collections.nCopies(places.size(), Reads.Nothing.HERE));
    requests.forEach(request -> request.await(places, reads, deadline));
    return reads;
  }

  /** Keys asked of one node. */
  private record Request(List<Integer> indexes, CompletionStage<List<GetResult<byte[]>>> answer) {

    static Request to(Node node, List<Integer> indexes, List<Place> places) {
      return new Request(
          indexes, node.get(indexes.stream().map(index -> places.get(index).name()).toList()));
    }

    void await(List<Place> places, List<Read> reads, Deadline deadline) {
      switch (Replies.await(answer, deadline)) {
        case Replies.Answered<List<GetResult<byte[]>>>(List<GetResult<byte[]>> results) -> {
          for (int i = 0; i < indexes.size(); i++) {
            int index = indexes.get(i);
            reads.set(index, Reads.of(places.get(index).key(), results.get(i)));
          }
        }
        case Replies.Silent<List<GetResult<byte[]>>> _ ->
            indexes.forEach(index -> reads.set(index, Reads.Silent.HERE));
        case Replies.Broken<List<GetResult<byte[]>>>(Throwable cause) ->
            indexes.forEach(index -> reads.set(index, new Reads.Broken(cause)));
      }
    }
  }
}
