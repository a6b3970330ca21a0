package io.tiffin.registry;

import io.tiffin.feature.RowKey;
import io.tiffin.gate.GateReport;
import io.tiffin.registry.SourceRows.Written;
import io.tiffin.store.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the gate said of versions, in the source of truth, for the whole fleet. Thread-safe. */
final class VerdictRows {

  private static final int ATTEMPTS = 5;

  private final SourceRows rows;

  VerdictRows(SourceRows rows) {
    this.rows = rows;
  }

  /** The verdicts that there are, by version; none if the source does not answer. */
  Map<VersionKey, GateReport> find(Collection<VersionKey> versions) {
    List<VersionKey> asked = List.copyOf(versions);
    List<RowKey> keys = new ArrayList<>(asked.size());
    asked.forEach(version -> keys.add(key(version)));
    List<Outcome> outcomes = rows.find(keys);
    Map<VersionKey, GateReport> found = new HashMap<>();
    for (int i = 0; i < asked.size(); i++) {
      if (outcomes.get(i) instanceof Outcome.Found row) {
        VersionKey version = asked.get(i);
        RowJson.verdict(row.row().body()).ifPresent(report -> found.put(version, report));
      }
    }
    return found;
  }

  /** Keeps a verdict in place of an earlier one; false if the source does not answer. */
  boolean write(VersionKey version, GateReport report) {
    byte[] body = RowJson.verdict(report);
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      long stands;
      switch (rows.find(key(version))) {
        case Outcome.Failed _ -> {
          return false;
        }
        case Outcome.Absent absent -> stands = absent.revision();
        case Outcome.Found found -> stands = found.row().revision();
      }
      if (rows.replace(key(version), body, stands) == Written.YES) {
        return true;
      }
    }
    return false;
  }

  private static RowKey key(VersionKey version) {
    return new RowKey(SourceRows.VERDICTS, entity(version));
  }

  static String entity(VersionKey version) {
    return version.model() + "@" + version.version();
  }
}
