package io.tiffin.fault;

import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Something that goes wrong with a server or on the way to it, and how it ends.
 *
 * @param forgets whether the server has lost what it held
 */
record Disturbance(
    String name,
    boolean forgets,
    BiConsumer<Backend, FaultProxy> begin,
    BiConsumer<Backend, FaultProxy> end) {

  static List<Disturbance> all() {
    return List.of(
        onTheWay("refused", new Fault.Refuse()),
        onTheWay("reset in mid-reply", new Fault.Reset(20)),
        onTheWay("+50 ms", latency(50)),
        onTheWay("+150 ms", latency(150)),
        onTheWay("+500 ms", latency(500)),
        onTheWay("black hole", new Fault.BlackHole()),
        onTheWay("late replies", new Fault.HeldReplies()),
        onTheWay("slices", new Fault.Slices()),
        onTheWay("slow close", new Fault.SlowClose(Duration.ofMillis(500))),
        onTheWay("corrupt", new Fault.Corruption(0)),
        onTheWay("corrupt rows", new Fault.Corruption(60)),
        new Disturbance(
            "frozen", false, (server, _) -> server.freeze(), (server, _) -> server.thaw()),
        new Disturbance("restarted", true, (server, _) -> server.restart(), (_, _) -> {}),
        new Disturbance("emptied", true, (server, _) -> server.forgetAll(), (_, _) -> {}));
  }

  private static Fault latency(long millis) {
    return new Fault.Latency(Duration.ZERO, Duration.ofMillis(millis));
  }

  private static Disturbance onTheWay(String name, Fault fault) {
    return new Disturbance(
        name, false, (_, proxy) -> proxy.inject(fault), (_, proxy) -> proxy.heal());
  }

  @Override
  public String toString() {
    return name;
  }
}
