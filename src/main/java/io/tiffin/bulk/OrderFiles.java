package io.tiffin.bulk;

import io.tiffin.estimate.Estimate;
import java.io.IOException;
import java.io.InputStream;

/** How orders and estimates stand in files: as they do over HTTP. Thread-safe. */
public interface OrderFiles {

  /**
   * Opens the orders of a stream, which its caller closes.
   *
   * @param longestLine bytes; a longer line is refused alone
   * @throws UnreadableOrdersException if it begins with nothing that orders can stand under
   */
  OrderLines read(InputStream orders, OrderFileKind kind, int longestLine)
      throws IOException, UnreadableOrdersException;

  /**
   * One line of the answer, without its end.
   *
   * @param explain whether to tell every feature with its provenance
   */
  byte[] write(Estimate estimate, boolean explain);
}
