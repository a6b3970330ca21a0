package io.tiffin.store.firestore;

import com.google.firestore.v1.Document;
import com.google.firestore.v1.Value;
import io.tiffin.store.RefusedRowException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;

/** How large a document is by Firestore's own reckoning, which is not its size on the wire. */
final class DocumentSize {

  /** Documented: 1 MiB, names and all. */
  static final int LIMIT = 1_048_576;

  /** Documented: 1 MiB less 89 bytes for the value of one field. */
  static final int VALUE_LIMIT = LIMIT - 89;

  /** Documented, for the document and again for its name. */
  private static final int DOCUMENT = 32;

  private static final int NAME = 16;

  private DocumentSize() {}

  /** Why Firestore would not take the document, if it is too large. */
  static Optional<RefusedRowException> refusal(Document document) {
    int value = document.getFieldsOrThrow(RowDocument.ROW).getBytesValue().size();
    int whole = of(document);
    return whole <= LIMIT && value <= VALUE_LIMIT
        ? Optional.empty()
        : Optional.of(
            new RefusedRowException(
                "the row needs a document of "
                    + whole
                    + " bytes, Firestore takes 1,048,576 and of them 1,048,487 in one field"));
  }

  private static int of(Document document) {
    String path = document.getName().substring(document.getName().indexOf("/documents/") + 11);
    int size = DOCUMENT + NAME;
    for (String part : path.split("/", -1)) {
      size += bytes(part);
    }
    for (Map.Entry<String, Value> field : document.getFieldsMap().entrySet()) {
      Value value = field.getValue();
      size += bytes(field.getKey()) + (value.hasBytesValue() ? value.getBytesValue().size() : 8);
    }
    return size;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length + 1;
  }
}
