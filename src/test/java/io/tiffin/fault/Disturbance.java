package io.tiffin.fault;

import io.tiffin.fixture.Fault;
import io.tiffin.fixture.FaultProxy;
import io.tiffin.fixture.StoreServer;
import java.time.Duration;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * Something that goes wrong with a server or on the way to it, and how it ends.
 *
 * @param forgets whether the server has lost what it held
 * @param silences whether no look-up that begins meanwhile can be answered by the server
 */
record Disturbance(
    String name,
    boolean forgets,
    boolean silences,
    BiConsumer<StoreServer, FaultProxy> begin,
    BiConsumer<StoreServer, FaultProxy> end) {

  static List<Disturbance> all() {
    return List.of(
        silent("refused", new Fault.Refuse()),
        onTheWay("reset in mid-reply", new Fault.Reset(20)),
        onTheWay("+50 ms", latency(50)),
        onTheWay("+150 ms", latency(150)),
        silent("+500 ms", latency(500)),
        silent("black hole", new Fault.BlackHole()),
        silent("late replies", new Fault.HeldReplies()),
        onTheWay("slices", new Fault.Slices()),
        onTheWay("slow close", new Fault.SlowClose(Duration.ofMillis(500))),
        onTheWay("corrupt", new Fault.Corruption(0)),
        onTheWay("corrupt rows", new Fault.Corruption(60)),
        new Disturbance(
            "frozen", false, true, (server, _) -> server.freeze(), (server, _) -> server.thaw()),
        new Disturbance("restarted", true, false, (server, _) -> server.restart(), (_, _) -> {}),
        new Disturbance("emptied", true, false, (server, _) -> server.forgetAll(), (_, _) -> {}));
  }

  private static Fault latency(long millis) {
    return new Fault.Latency(Duration.ZERO, Duration.ofMillis(millis));
  }

  private static Disturbance onTheWay(String name, Fault fault) {
    return onTheWay(name, fault, false);
  }

  private static Disturbance silent(String name, Fault fault) {
    return onTheWay(name, fault, true);
  }

  private static Disturbance onTheWay(String name, Fault fault, boolean silences) {
    return new Disturbance(
        name, false, silences, (_, proxy) -> proxy.inject(fault), (_, proxy) -> proxy.heal());
  }

  @Override
  public String toString() {
    return name;
  }
}
