package io.tiffin.web;

import io.tiffin.batching.Deadline;
import io.tiffin.serving.FeatureWriter;
import io.tiffin.serving.FeatureWriter.Facts;
import io.tiffin.serving.FeatureWriter.Result;
import io.tiffin.store.WriteOutcome;
import io.tiffin.web.Lines.Line;
import io.tiffin.web.LoadJson.RejectionJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One bulk write of facts into a view: lines in, chunks to the store, counts out. For one thread.
 */
final class FeatureLoad {

  private static final Logger LOG = LoggerFactory.getLogger(FeatureLoad.class);

  private static final int CHUNK = 500;
  private static final int MOST_REJECTIONS = 100;

  private final String view;
  private final FeatureWriter writer;
  private final Supplier<Deadline> deadlines;
  private final List<Facts> chunk = new ArrayList<>(CHUNK);
  private final List<Long> chunkLines = new ArrayList<>(CHUNK);
  private final List<RejectionJson> rejections = new ArrayList<>();
  private long rows;
  private long applied;
  private long superseded;
  private long rejected;
  private long failed;

  /**
   * @param deadlines a fresh one for each chunk
   */
  FeatureLoad(String view, FeatureWriter writer, Supplier<Deadline> deadlines) {
    this.view = view;
    this.writer = writer;
    this.deadlines = deadlines;
  }

  /**
   * Loads every line.
   *
   * @throws ProblemException if the view can't be written; nothing was
   */
  LoadJson load(Lines lines, FactsFormat format) throws IOException {
    flush(); // an empty chunk tells whether the view can be written before anything is read
    for (Line line = lines.next(); line != null; line = lines.next()) {
      add(line, format);
    }
    flush();
    return new LoadJson(rows, applied, superseded, rejected, failed, rejections);
  }

  private void add(Line line, FactsFormat format) {
    byte[] bytes = line.bytes();
    if (bytes == null) {
      rows++;
      reject(line.number(), "the line is too long");
      return;
    }
    try {
      Facts facts = format.read(bytes);
      if (facts != null) {
        rows++;
        chunk.add(facts);
        chunkLines.add(line.number());
      }
    } catch (ProblemException e) {
      rows++;
      reject(line.number(), String.valueOf(e.getMessage()));
    }
    if (chunk.size() == CHUNK) {
      flush();
    }
  }

  private void flush() {
    List<Result> results =
        WritableViews.guard(view, () -> writer.put(view, List.copyOf(chunk), deadlines.get()));
    for (int row = 0; row < results.size(); row++) {
      count(chunkLines.get(row), results.get(row));
    }
    chunk.clear();
    chunkLines.clear();
  }

  private void count(long line, Result result) {
    switch (result) {
      case Result.Written(WriteOutcome.Applied ignored) -> applied++;
      case Result.Written(WriteOutcome.Superseded ignored) -> superseded++;
      case Result.Written(WriteOutcome.Failed failure) -> fail(line, failure);
      case Result.Rejected(List<FeatureWriter.Violation> violations) -> {
        FeatureWriter.Violation first = violations.getFirst();
        reject(line, Printable.text(first.field()) + ": " + first.message());
      }
    }
  }

  private void fail(long line, WriteOutcome.Failed failure) {
    if (failed++ == 0) {
      LOG.warn("A load into view {} failed: {}", view, failure.message(), failure.cause());
    }
    remember(line, "the store did not take the row; writing it again is harmless");
  }

  private void reject(long line, String reason) {
    rejected++;
    remember(line, reason);
  }

  private void remember(long line, String reason) {
    if (rejections.size() < MOST_REJECTIONS) {
      rejections.add(new RejectionJson(line, reason));
    }
  }
}
