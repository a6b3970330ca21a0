package io.tiffin.serving;

import io.tiffin.batching.Deadline;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * The batched reads that a call costs, however many orders or entities it is about: one if every
 * key that a profile tells was guessed right, else two.
 */
final class TwoRounds {

  private TwoRounds() {}

  /**
   * Asks for the rows whose keys are known or likely, learns from the profiles among them, and asks
   * for the rest.
   */
  static void find(List<RowAssembly> assemblies, RowFinder rows, Cities cities, Deadline deadline) {
    find(assemblies, rows, deadline, RowAssembly::request);
    for (RowAssembly assembly : assemblies) {
      assembly.readProfile(cities);
    }
    find(assemblies, rows, deadline, RowAssembly::requestRest);
  }

  private static void find(
      List<RowAssembly> assemblies,
      RowFinder rows,
      Deadline deadline,
      BiConsumer<RowAssembly, RowBatch> request) {
    RowBatch batch = new RowBatch(assemblies.size() > 1);
    for (RowAssembly assembly : assemblies) {
      request.accept(assembly, batch);
    }
    batch.find(rows, deadline);
    for (RowAssembly assembly : assemblies) {
      assembly.receive(batch);
    }
  }
}
