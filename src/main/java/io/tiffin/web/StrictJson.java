package io.tiffin.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamContext;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as RFC 8259 has it and no more: UTF-8, no duplicate names, nothing after the value, bounded
 * depth, numbers and names. Refusals name the place, never a class.
 */
final class StrictJson {

  private static final int MAX_DEPTH = 32;
  private static final int MAX_DIGITS = 64;
  private static final int MAX_NAME = 256;

  private final JsonMapper mapper;

  StrictJson() {
    StreamReadConstraints limits =
        StreamReadConstraints.builder()
            .maxNestingDepth(MAX_DEPTH)
            .maxNumberLength(MAX_DIGITS)
            .maxNameLength(MAX_NAME)
            .build();
    mapper =
        JsonMapper.builder(JsonFactory.builder().streamReadConstraints(limits).build())
            .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS) // checked here, with the place
            .changeDefaultPropertyInclusion(
                inclusion -> inclusion.withValueInclusion(JsonInclude.Include.NON_NULL))
            .build();
  }

  /** What reads a document token by token. */
  @FunctionalInterface
  interface Reading<T> {

    T read(JsonParser parser);
  }

  /**
   * The one JSON value that {@code body} holds.
   *
   * @throws ProblemException if it holds anything else
   */
  JsonNode tree(byte[] body) {
    return read(
        body,
        parser -> {
          parser.nextToken();
          return subtree(parser);
        });
  }

  /** The value at the parser's token, which is then its last. */
  JsonNode subtree(JsonParser parser) {
    if (parser.currentToken() == null) {
      throw new ProblemException(ProblemType.MALFORMED_BODY, "the body is empty, expected JSON");
    }
    return mapper.readTree(parser);
  }

  /**
   * Reads a document of one value.
   *
   * @throws ProblemException if it is not well-formed, or goes on after the value
   */
  <T> T read(byte[] body, Reading<T> reading) {
    requireUtf8(body);
    try (JsonParser parser = mapper.createParser(body)) {
      try {
        T value = reading.read(parser);
        requireEnd(parser);
        return value;
      } catch (StreamConstraintsException e) {
        throw malformed(
            parser,
            e,
            "is nested deeper than %d or has a number or name longer than %d or %d characters"
                .formatted(MAX_DEPTH, MAX_DIGITS, MAX_NAME));
      } catch (StreamReadException e) {
        throw malformed(parser, e, "is not well-formed JSON");
      } catch (JacksonException e) {
        throw malformed(parser, e, isDuplicate(e) ? "occurs twice" : "can't be read");
      }
    }
  }

  byte[] write(Object value) {
    return mapper.writeValueAsBytes(value);
  }

  /** The mapper has no class of its own for names that occur twice, only these words. */
  private static boolean isDuplicate(JacksonException e) {
    return e instanceof MismatchedInputException
        && e.getOriginalMessage().startsWith("Duplicate property");
  }

  private static void requireEnd(JsonParser parser) {
    if (parser.nextToken() != null) {
      throw new ProblemException(
          ProblemType.MALFORMED_BODY,
          "the body goes on after its JSON value" + place(parser.currentTokenLocation()));
    }
  }

  /** A NUL byte is not JSON, but would let UTF-16 in by the parser's detection of encodings. */
  private static void requireUtf8(byte[] body) {
    boolean ascii = true;
    for (byte each : body) {
      if (each == 0) {
        throw notUtf8();
      }
      ascii &= each > 0;
    }
    if (!ascii) {
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body));
      } catch (CharacterCodingException e) {
        throw notUtf8();
      }
    }
  }

  private static ProblemException notUtf8() {
    return new ProblemException(ProblemType.MALFORMED_BODY, "the body is not UTF-8");
  }

  private static ProblemException malformed(JsonParser parser, JacksonException e, String what) {
    String field = path(parser.streamReadContext());
    String message = what + place(e.getLocation());
    return field.isEmpty()
        ? new ProblemException(ProblemType.MALFORMED_BODY, "the body " + message)
        : new ProblemException(
            ProblemType.MALFORMED_BODY,
            field + " " + message,
            List.of(new Violation(field, message)));
  }

  private static String place(@Nullable TokenStreamLocation location) {
    return location == null
        ? ""
        : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  private static String path(@Nullable TokenStreamContext context) {
    if (context == null || context.inRoot()) {
      return "";
    }
    String outer = path(context.getParent());
    if (context.inArray()) {
      return outer + "[" + Math.max(0, context.getCurrentIndex()) + "]";
    }
    String name = context.currentName();
    if (name == null) {
      return outer;
    }
    return outer.isEmpty() ? Printable.text(name) : outer + "." + Printable.text(name);
  }
}
