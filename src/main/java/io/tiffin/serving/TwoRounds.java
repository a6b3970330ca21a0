package io.tiffin.serving;

import io.tiffin.batching.Deadline;
import java.util.List;

/** The two batched reads that a call costs, however many orders or entities it is about. */
final class TwoRounds {

  private TwoRounds() {}

  /**
   * Asks for the rows whose keys are known, learns from the profiles among them, and asks for the
   * rest.
   */
  static void find(List<RowAssembly> assemblies, RowFinder rows, Cities cities, Deadline deadline) {
    find(assemblies, rows, false, deadline);
    for (RowAssembly assembly : assemblies) {
      assembly.readProfile(cities);
    }
    find(assemblies, rows, true, deadline);
  }

  private static void find(
      List<RowAssembly> assemblies, RowFinder rows, boolean profileKnown, Deadline deadline) {
    RowBatch batch = new RowBatch(assemblies.size() > 1);
    for (RowAssembly assembly : assemblies) {
      assembly.request(batch, profileKnown);
    }
    batch.find(rows, deadline);
    for (RowAssembly assembly : assemblies) {
      assembly.receive(batch, profileKnown);
    }
  }
}
