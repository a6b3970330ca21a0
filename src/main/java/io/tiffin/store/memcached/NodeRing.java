package io.tiffin.store.memcached;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Which node has a key: consistent hashing, so that of n + 1 nodes a new one takes about every (n +
 * 1)th key and the others stay where they are. Immutable.
 *
 * <p>Folsom has a ring of its own, but it takes the next node for one that is not connected. Then a
 * row is written to a node where nobody looks for it any more once the first node is back, with its
 * old rows. <b>Here a key has one node, whether it is connected or not.</b>
 */
final class NodeRing {

  /** Points of each node: the largest share is then about a fifth above the mean. Chosen. */
  private static final int POINTS = 160;

  private final int[] points;
  private final String[] owners;

  /**
   * @param nodes their addresses, in any order
   */
  NodeRing(Collection<String> nodes) {
    Map<Integer, String> ring = new TreeMap<>();
    for (String node : nodes) {
      for (int i = 0; i < POINTS; i++) {
        ring.merge(hash(node + "#" + i), node, NodeRing::first);
      }
    }
    points = ring.keySet().stream().mapToInt(Integer::intValue).toArray();
    owners = ring.values().toArray(String[]::new);
  }

  /** The address of a key's node; there is at least one node. */
  String node(String key) {
    int found = Arrays.binarySearch(points, hash(key));
    int next = found >= 0 ? found : -found - 1;
    return owners[next == points.length ? 0 : next];
  }

  boolean isEmpty() {
    return points.length == 0;
  }

  /** Of two nodes with one point the same has it in every process. */
  private static String first(String one, String other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static int hash(String text) {
    var checksum = new CRC32C();
    checksum.update(text.getBytes(UTF_8));
    int mixed = (int) checksum.getValue() * 0x9E3779B1; // names that differ in one character are
    return mixed ^ (mixed >>> 15); // next to each other otherwise
  }
}
