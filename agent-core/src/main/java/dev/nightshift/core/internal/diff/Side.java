package dev.nightshift.core.internal.diff;

import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.VisibleText;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One version of a file as text; one that is absent, no text or too large has no lines. */
record Side(@Nullable FileVersion version, Optional<DecodedText> text) {

  static Side of(@Nullable FileVersion version) {
    return new Side(
        version,
        version != null && version.content().isLoaded()
            ? DecodedText.of(version.content().array())
            : Optional.empty());
  }

  boolean isAbsent() {
    return version == null;
  }

  boolean isText() {
    return version == null || text.isPresent();
  }

  /** Tells whether its lines are lines to programs, too: git takes a file with a NUL for none. */
  boolean hasRawLines() {
    return version == null
        || text.filter(t -> t.hasByteLines() && t.text().indexOf('\0') < 0).isPresent();
  }

  Charset charset() {
    return text.map(DecodedText::charset).orElse(StandardCharsets.UTF_8);
  }

  /** The name of the encoding, empty if there is no text. */
  String encoding() {
    return text.filter(t -> !t.text().isEmpty()).map(t -> t.charset().name()).orElse("");
  }

  /** What another program may read in it, {@link DecodedText#asciiBetweenTheLines}. */
  List<String> asciiBetweenTheLines() {
    return text.map(DecodedText::asciiBetweenTheLines).orElse(List.of());
  }

  List<String> lines() {
    return text.map(t -> Lines.of(t.text())).orElse(List.of());
  }

  /** Tells whether lines of it read the same here and in any program that takes UTF-8. */
  boolean isPlain(String part) {
    return VisibleText.isVisible(part.replace("\r\n", "\n"))
        && (charset().equals(StandardCharsets.UTF_8) || part.chars().allMatch(c -> c < 0x80))
        && text.map(DecodedText::hasByteLines).orElse(true);
  }

  /** The lines, a character for each byte. */
  List<String> rawLines() {
    return version == null || text.isEmpty()
        ? List.of()
        : Lines.of(new String(version.content().array(), StandardCharsets.ISO_8859_1));
  }

  /** What is equal if and only if the bytes of the lines are. */
  List<String> keys(boolean oneEncoding) {
    if (oneEncoding) {
      return lines();
    }
    return text.map(DecodedText::hasByteLines).orElse(true)
        ? rawLines()
        : lines().stream().map(line -> charset() + " " + line).toList();
  }
}
