package io.tiffin.feature.yaml;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text that is read from left to right, blanks between words ignored. */
final class Phrase {

  private static final int MOST_CHARACTERS = 1_000; // chosen: bounds the depth of parentheses, too
  private static final Pattern BLANKS = Pattern.compile("\\s*");
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");
  private static final Pattern NUMBER =
      Pattern.compile("[0-9]{1,15}(\\.[0-9]{1,15})?(?![A-Za-z0-9_.])");
  private static final Pattern LENGTH = Pattern.compile("[0-9]{1,9}[a-z]+(?![A-Za-z0-9_.])");

  private final String text;
  private int next;

  Phrase(String text) throws GrammarException {
    if (text.length() > MOST_CHARACTERS) {
      throw new GrammarException("it is longer than " + MOST_CHARACTERS + " characters");
    }
    this.text = text;
    skip();
  }

  /** Whether the next word or sign is this one, which is then read. */
  boolean reads(String wordOrSign) {
    int end = next + wordOrSign.length();
    if (!text.startsWith(wordOrSign, next) || splitsWord(wordOrSign, end)) {
      return false;
    }
    next = end;
    skip();
    return true;
  }

  void expect(String wordOrSign) throws GrammarException {
    if (!reads(wordOrSign)) {
      throw expected("'" + wordOrSign + "'");
    }
  }

  boolean startsWithDigit() {
    return next < text.length() && text.charAt(next) >= '0' && text.charAt(next) <= '9';
  }

  /** Letters, digits and underscores. */
  String name(String what) throws GrammarException {
    return match(NAME, what);
  }

  /** Digits, with or without a fraction. */
  double number(String what) throws GrammarException {
    return Double.parseDouble(match(NUMBER, what));
  }

  /** A number with the letter of a unit behind it. */
  String length(String what) throws GrammarException {
    return match(LENGTH, what);
  }

  void end() throws GrammarException {
    if (next < text.length()) {
      throw expected("the end");
    }
  }

  GrammarException expected(String what) {
    return new GrammarException(
        "expected " + what + " at character " + (next + 1) + " of '" + text + "'");
  }

  private String match(Pattern pattern, String what) throws GrammarException {
    Matcher matcher = pattern.matcher(text).region(next, text.length()).useTransparentBounds(true);
    if (!matcher.lookingAt()) {
      throw expected(what);
    }
    next = matcher.end();
    skip();
    return matcher.group();
  }

  private boolean splitsWord(String wordOrSign, int end) {
    return Character.isLetter(wordOrSign.charAt(0))
        && end < text.length()
        && (Character.isLetterOrDigit(text.charAt(end)) || text.charAt(end) == '_');
  }

  private void skip() {
    Matcher blanks = BLANKS.matcher(text).region(next, text.length());
    if (blanks.lookingAt()) {
      next = blanks.end();
    }
  }
}
