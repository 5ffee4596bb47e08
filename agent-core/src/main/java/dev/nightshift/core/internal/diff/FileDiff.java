package dev.nightshift.core.internal.diff;

import dev.nightshift.core.internal.text.DecodedText;
import dev.nightshift.core.internal.text.VisibleText;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How two versions of a file differ, as far as both are text. */
final class FileDiff {
  private static final DecodedText NOTHING = new DecodedText("", StandardCharsets.UTF_8);
  private final @Nullable FileVersion before;
  private final @Nullable FileVersion after;
  private final Optional<DecodedText> oldText;
  private final Optional<DecodedText> newText;
  private final List<LineDiff.Edit> edits;

  private FileDiff(@Nullable FileVersion before, @Nullable FileVersion after, LineMatcher matcher) {
    this.before = before;
    this.after = after;
    this.oldText = text(before);
    this.newText = text(after);
    this.edits =
        newText.isEmpty() || isSameContent()
            ? List.of()
            : matcher.edits(keys(before, oldText.orElse(NOTHING)), keys(after, newText.get()));
  }

  static FileDiff of(
      @Nullable FileVersion before, @Nullable FileVersion after, LineMatcher matcher) {
    return new FileDiff(before, after, matcher);
  }

  boolean isSameContent() {
    return before != null && after != null && before.id().equals(after.id());
  }

  /** Tells whether a content that is no text, or too large, is part of the difference. */
  boolean isPartlyShown() {
    return !isSameContent() && (oldText.isEmpty() || newText.isEmpty());
  }

  /** Tells whether the content after the change, or before a deletion, is not shown. */
  boolean isUnshown() {
    return !isSameContent() && (after == null ? oldText.isEmpty() : newText.isEmpty());
  }

  int added() {
    return edits.stream().mapToInt(LineDiff.Edit::added).sum();
  }

  int removed() {
    return edits.stream().mapToInt(LineDiff.Edit::removed).sum();
  }

  /** Returns the hunks as a reader sees them; empty if no text differs. */
  String visibleHunks() {
    return VisibleText.exact(decodedHunks());
  }

  /**
   * Returns the hunks as they can be applied, or empty if they are not the same to a reader as to a
   * program.
   */
  Optional<byte[]> rawHunks() {
    boolean plain =
        isPlain(before, oldText)
            && isPlain(after, newText)
            && VisibleText.isVisible(decodedHunks().replace("\r", ""));
    return plain
        ? Optional.of(
            new UnifiedDiff(raw(before), raw(after), edits)
                .hunks()
                .getBytes(StandardCharsets.ISO_8859_1))
        : Optional.empty();
  }

  /** Returns how the text is encoded if a reader has to know; else empty. */
  String encoding() {
    String old = name(before, oldText);
    String now = name(after, newText);
    if (isSameContent()) {
      return "";
    }
    if (!old.isEmpty() && !now.isEmpty() && !old.equals(now)) {
      return old + " before, " + now + " after; equal text in other bytes counts as changed";
    }
    String one = now.isEmpty() ? old : now;
    return one.equals("UTF-8") ? "" : one;
  }

  private String decodedHunks() {
    return new UnifiedDiff(
            Lines.of(oldText.orElse(NOTHING).text()),
            Lines.of(newText.orElse(NOTHING).text()),
            edits)
        .hunks();
  }

  /** Lines that are equal if and only if their bytes are. */
  private List<String> keys(@Nullable FileVersion version, DecodedText text) {
    boolean oneEncoding =
        oldText.map(DecodedText::charset).equals(newText.map(DecodedText::charset));
    if (oneEncoding) {
      return Lines.of(text.text());
    }
    return text.hasByteLines()
        ? raw(version != null && text != NOTHING ? version : null)
        : Lines.of(text.text()).stream().map(line -> text.charset() + " " + line).toList();
  }

  private static List<String> raw(@Nullable FileVersion version) {
    return version == null
        ? List.of()
        : Lines.of(new String(version.content().array(), StandardCharsets.ISO_8859_1));
  }

  private static boolean isPlain(@Nullable FileVersion version, Optional<DecodedText> text) {
    return text.isPresent()
        && text.get().hasByteLines()
        && (version == null || text.get().text().indexOf('\0') < 0);
  }

  private static Optional<DecodedText> text(@Nullable FileVersion version) {
    if (version == null) {
      return Optional.of(NOTHING);
    }
    return version.content().isLoaded()
        ? DecodedText.of(version.content().array())
        : Optional.empty();
  }

  private static String name(@Nullable FileVersion version, Optional<DecodedText> text) {
    boolean says = version != null && text.isPresent() && version.content().size() > 0;
    return says ? text.get().charset().name() : "";
  }
}
