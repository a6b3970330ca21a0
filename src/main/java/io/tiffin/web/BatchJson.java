package io.tiffin.web;

import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import io.tiffin.estimate.Estimate;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A batch's answer.
 *
 * @param results one per order, in order: an estimate, or which order was refused and why
 */
record BatchJson(
    @ArraySchema(schema = @Schema(oneOf = {EstimateJson.class, BatchJson.RefusedJson.class}))
        List<Object> results) {

  /** An order that was refused. */
  record RefusedJson(long index, ProblemJson error) {}

  /**
   * @param estimates those of the batch's accepted orders, in order
   */
  static BatchJson of(Batch batch, List<Estimate> estimates, boolean explain) {
    Iterator<Estimate> next = estimates.iterator();
    List<Object> results = new ArrayList<>(batch.entries().size());
    for (Batch.Entry entry : batch.entries()) {
      results.add(
          switch (entry) {
            case Batch.Entry.Accepted ignored -> EstimateJson.of(next.next(), explain);
            case Batch.Entry.Refused(ProblemException problem) ->
                new RefusedJson(results.size(), ProblemJson.of(problem));
          });
    }
    return new BatchJson(results);
  }
}
