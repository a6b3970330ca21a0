package io.tiffin.store;

import io.tiffin.batching.Deadline;
import io.tiffin.feature.Source;
import io.tiffin.guard.Guard;
import io.tiffin.guard.GuardedCall.Admitted;
import io.tiffin.guard.GuardedCall.Refused;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;

/** Writes that are made only if a guard lets them through. */
final class GuardedWrites {

  private GuardedWrites() {}

  /**
   * @param rows how many outcomes there are
   * @throws IllegalArgumentException as the write throws it, for what no tier would take
   */
  static List<WriteOutcome> write(
      Source source,
      Guard guard,
      int rows,
      Deadline deadline,
      Function<Deadline, List<WriteOutcome>> write) {
    return switch (guard.enter(deadline)) {
      case Refused(Exception cause) ->
          failed(rows, source + " is not asked to write at the moment", cause);
      case Admitted call -> admitted(source, rows, call, write);
    };
  }

  private static List<WriteOutcome> admitted(
      Source source, int rows, Admitted call, Function<Deadline, List<WriteOutcome>> write) {
    List<WriteOutcome> outcomes;
    try {
      outcomes = write.apply(call.deadline());
    } catch (IllegalArgumentException e) {
      call.ignored();
      throw e;
    } catch (RuntimeException e) {
      call.failed(e);
      return failed(rows, source + " broke while it wrote", e);
    } catch (Error e) {
      call.failed(e);
      throw e;
    }
    GuardTally.endWrite(call, outcomes);
    return outcomes;
  }

  private static List<WriteOutcome> failed(int rows, String message, Exception cause) {
    return Collections.nCopies(rows, new WriteOutcome.Failed(message, cause));
  }
}
