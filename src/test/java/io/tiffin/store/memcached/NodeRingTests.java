package io.tiffin.store.memcached;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeRingTests {

  private static final int KEYS = 20_000;

  private final List<String> nodes =
      IntStream.range(0, 5).mapToObj(i -> "10.0.0." + i + ":11211").toList();

  @Test
  void everyNodeHasAboutItsShare() {
    var ring = new NodeRing(nodes);

    for (String node : nodes) {
      long share =
          IntStream.range(0, KEYS).filter(i -> ring.node("tiffin:0/v/e" + i).equals(node)).count();
      assertThat((double) share / KEYS).isBetween(0.14, 0.28);
    }
  }

  @Test
  void aNewNodeTakesItsShareAndTheOthersKeepTheirs() {
    var before = new NodeRing(nodes.subList(0, 4));
    var after = new NodeRing(nodes);

    int moved = 0;
    for (int i = 0; i < KEYS; i++) {
      String owner = after.node("k" + i);
      if (!owner.equals(before.node("k" + i))) {
        assertThat(owner).isEqualTo(nodes.getLast());
        moved++;
      }
    }

    assertThat((double) moved / KEYS).isBetween(0.14, 0.28);
  }

  @Test
  void theOrderOfTheListDoesNotMatter() {
    var ring = new NodeRing(nodes);
    var reversed = new NodeRing(nodes.reversed());

    for (int i = 0; i < KEYS; i++) {
      assertThat(reversed.node("k" + i)).isEqualTo(ring.node("k" + i));
    }
  }

  @Test
  void withoutNodesItIsEmpty() {
    assertThat(new NodeRing(List.of()).isEmpty()).isTrue();
    assertThat(new NodeRing(nodes).isEmpty()).isFalse();
  }
}
