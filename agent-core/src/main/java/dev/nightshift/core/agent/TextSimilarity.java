package dev.nightshift.core.agent;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The words that carry a sentence's meaning, so that two sentences can be compared.
 *
 * @param words in lower case, without numbers and filling words
 * @param identifiers those that look like names in code
 */
record TextSimilarity(Set<String> words, Set<String> identifiers) {
  private static final double RESEMBLES = 0.6;
  private static final Pattern SEPARATORS = Pattern.compile("[^\\p{L}\\p{N}_.$]+");
  private static final Pattern EDGE_DOTS = Pattern.compile("^\\.+|\\.+$");
  private static final Pattern IDENTIFIER = Pattern.compile(".*(\\p{Ll}\\p{Lu}|[_.$]).*");
  private static final Pattern NUMBER = Pattern.compile("\\p{N}+");
  private static final Set<String> FILLING =
      Set.of(
          "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "does",
          "for", "from", "has", "have", "here", "if", "in", "is", "it", "its", "line", "lines",
          "may", "might", "must", "of", "on", "or", "should", "so", "still", "that", "the", "then",
          "there", "this", "to", "was", "when", "which", "will", "with", "would");

  static TextSimilarity of(String sentence) {
    Set<String> words = new HashSet<>();
    Set<String> identifiers = new HashSet<>();
    for (String raw : Arrays.asList(SEPARATORS.split(sentence, 0))) {
      String word = EDGE_DOTS.matcher(raw).replaceAll("");
      String lower = word.toLowerCase(Locale.ROOT);
      if (lower.isEmpty() || FILLING.contains(lower) || NUMBER.matcher(lower).matches()) {
        continue;
      }
      words.add(lower);
      if (IDENTIFIER.matcher(word).matches()) {
        identifiers.add(lower);
      }
    }
    return new TextSimilarity(words, identifiers);
  }

  /** Tells whether two sentences say much the same, about the same names. */
  boolean resembles(TextSimilarity other) {
    if (words.isEmpty() || other.words.isEmpty()) {
      return words.equals(other.words);
    }
    boolean otherNames =
        !identifiers.isEmpty()
            && !other.identifiers.isEmpty()
            && shared(identifiers, other.identifiers).isEmpty();
    double alike = 2.0 * shared(words, other.words).size() / (words.size() + other.words.size());
    return !otherNames && alike >= RESEMBLES;
  }

  private static Set<String> shared(Set<String> some, Set<String> others) {
    return some.stream().filter(others::contains).collect(Collectors.toSet());
  }
}
