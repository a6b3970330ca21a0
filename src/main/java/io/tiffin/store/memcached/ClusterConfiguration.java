package io.tiffin.store.memcached;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a configuration endpoint tells: two lines, the version and the nodes.
 *
 * <pre>
 * 12
 * name.example|10.0.0.3|11211 other.example|10.0.0.4|11211
 * </pre>
 *
 * @param version higher after every change of the nodes
 * @param nodes {@code host:port}, at least one, distinct
 */
record ClusterConfiguration(long version, List<String> nodes) {

  /** Host, address (which may be missing), port. */
  private static final Pattern NODE =
      Pattern.compile("([A-Za-z0-9._-]+)\\|[A-Za-z0-9.:]*\\|([0-9]{1,5})");

  private static final int MOST_NODES = 1_000;

  ClusterConfiguration {
    nodes = List.copyOf(nodes);
  }

  /**
   * @throws IOException if the text is not of this form: nothing of it may be used then
   */
  static ClusterConfiguration parse(String text) throws IOException {
    List<String> lines = text.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (lines.size() != 2 || !lines.getFirst().matches("[0-9]{1,18}")) {
      throw new IOException("expected a version and a line of nodes, got " + shown(text));
    }
    List<String> nodes = new ArrayList<>();
    for (String each : lines.getLast().split(" +", MOST_NODES + 1)) {
      Matcher node = NODE.matcher(each);
      int port = node.matches() ? Integer.parseInt(node.group(2)) : 0;
      if (port < 1 || port > 65_535) {
        throw new IOException("expected host|address|port, got " + shown(each));
      }
      nodes.add(node.group(1) + ":" + node.group(2));
    }
    return new ClusterConfiguration(
        Long.parseLong(lines.getFirst()), nodes.stream().distinct().sorted().toList());
  }

  private static String shown(String text) {
    String line = text.replaceAll("[^ -~]", "?");
    return "«" + (line.length() > 80 ? line.substring(0, 80) + "…" : line) + "»";
  }
}
