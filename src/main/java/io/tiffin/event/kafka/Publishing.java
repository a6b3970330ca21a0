package io.tiffin.event.kafka;

import io.tiffin.feature.Catalogue;
import io.tiffin.feature.FeatureView;
import io.tiffin.feature.ViewKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** When the rows of each view are due, by the machine's time. Not thread-safe. */
final class Publishing {

  /** What is published this often is what a feed's watermark speaks for; see the documents. */
  static final Duration PROMPT = Duration.ofSeconds(1);

  private final Map<String, Duration> intervals = new LinkedHashMap<>();
  private final Map<String, Long> publishedMillis = new LinkedHashMap<>();

  Publishing(Catalogue catalogue) {
    for (FeatureView view : catalogue.views()) {
      Duration interval = view.publishInterval();
      if (view.kind() == ViewKind.EVENT && interval != null) {
        intervals.put(view.name(), interval);
      }
    }
  }

  /** The views whose rows may be published again. */
  List<String> due(long nowMillis) {
    List<String> due = new ArrayList<>();
    intervals.forEach((view, interval) -> {
      Long last = publishedMillis.get(view);
      if (last == null || nowMillis - last >= interval.toMillis()) {
        due.add(view);
      }
    });
    return due;
  }

  void published(String view, long nowMillis) {
    publishedMillis.put(view, nowMillis);
  }

  /** Whether a view's rows are published at once, for all that readers notice. */
  boolean isPrompt(String view) {
    Duration interval = intervals.get(view);
    return interval != null && interval.compareTo(PROMPT) <= 0;
  }

  List<String> prompt() {
    return intervals.keySet().stream().filter(this::isPrompt).toList();
  }
}
