package io.tiffin.bulk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command was given.
 *
 * @param orders the file to read
 * @param estimates the file to write
 * @param settings of the service, as {@code --name=value}
 */
record BulkOptions(Path orders, OrderFileKind kind, Path estimates, List<String> settings) {

  static final String USAGE =
      """
      Estimates every order of a file, by the same features and models as the service.

        bulk ORDERS ESTIMATES [--SETTING=VALUE...]

      ORDERS     an order a line, as JSON (.ndjson, .jsonl) or under a header (.csv); also with .gz
      ESTIMATES  written as one line of JSON for each order, in the same order; packed if it ends in .gz
      SETTING    any of application.yaml, such as --tiffin.bulk.allowed-refusals=0.01

      Status: 0 all is estimated, 1 a file cannot be read or written, 2 this usage, 3 lines were refused,
      4 more estimates are degraded than tiffin.bulk.allowed-degraded allows.
      """;

  private static final String OPTION = "--";

  /**
   * @throws BulkInputException if they are not what {@link #USAGE} says
   */
  static BulkOptions parse(List<String> arguments) throws BulkInputException {
    List<Path> files = new ArrayList<>();
    List<String> settings = new ArrayList<>();
    for (String argument : arguments) {
      if (!argument.startsWith(OPTION)) {
        files.add(Path.of(argument));
      } else if (argument.indexOf('=') > OPTION.length()) {
        settings.add(argument);
      } else {
        throw new BulkInputException(argument + ": expected --SETTING=VALUE");
      }
    }
    if (files.size() != 2) {
      throw new BulkInputException("expected two files, found " + files.size());
    }
    Path orders = files.getFirst();
    Path estimates = files.getLast();
    if (orders.toAbsolutePath().normalize().equals(estimates.toAbsolutePath().normalize())) {
      throw new BulkInputException(orders + " would be replaced: name another file to write");
    }
    OrderFileKind kind =
        OrderFileKind.of(orders)
            .orElseThrow(() ->
                new BulkInputException(
                    orders + ": expected a name that ends in " + OrderFileKind.ENDINGS));
    return new BulkOptions(orders, kind, estimates, settings);
  }
}
