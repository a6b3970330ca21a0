package io.tiffin.registry;

import io.tiffin.model.Bundle;
import io.tiffin.model.BundleOutline;

/** What a version on disk is found to be. */
sealed interface Look {

  /** All files that its manifest names are there; their digests have not been looked at. */
  record Complete(BundleOutline outline) implements Look {}

  /** It is not all there yet, or is being written. */
  record Unfinished(String reason) implements Look {}

  /** It is wrong, and has not changed for a while. */
  record Damaged(String reason) implements Look {}

  /** There is no such directory. */
  record Absent() implements Look {}

  /** What came of reading one whole, digests and all. */
  sealed interface Whole {

    record Read(Bundle bundle) implements Whole {}

    /**
     * It cannot be read now.
     *
     * @param lasting whether it stays so until its files change
     */
    record Refused(String reason, boolean lasting) implements Whole {}
  }
}
