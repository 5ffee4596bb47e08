package dev.nightshift.core.internal.diff;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads from a unified diff, as {@code git apply} takes it, what its files hold afterwards. */
public final class NewSide {
  private static final Pattern HUNK =
      Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+(\\d+)(?:,(\\d+))? @@.*", Pattern.DOTALL);
  private static final String NAME = "+++ ";

  private final List<String> lines;
  private final List<Hunk> hunks = new ArrayList<>();
  private String path = "";
  private int at;

  private NewSide(List<String> lines) {
    this.lines = lines;
  }

  /**
   * Reads a diff; what is in it without hunks, such as a binary file, is passed over.
   *
   * @param patch the bytes; what is not UTF-8 in them is read as U+FFFD
   * @return the hunks in the order of the diff
   */
  public static List<Hunk> of(byte[] patch) {
    NewSide side = new NewSide(Lines.of(new String(patch, StandardCharsets.UTF_8)));
    side.read();
    return side.hunks;
  }

  private void read() {
    while (at < lines.size()) {
      String line = lines.get(at++);
      Matcher hunk = HUNK.matcher(line);
      if (hunk.matches()) {
        hunk(count(hunk.group(1)), Integer.parseInt(hunk.group(2)), count(hunk.group(3)));
      } else if (line.startsWith(NAME)) {
        path = pathOf(line.substring(NAME.length()).stripTrailing());
      }
    }
  }

  private static int count(@Nullable String written) {
    return written == null ? 1 : Integer.parseInt(written);
  }

  /** A hunk ends when its lines are counted, so that no content is taken for a header. */
  private void hunk(int before, int firstLine, int after) {
    List<Line> held = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    Set<Integer> cuts = new TreeSet<>();
    int first = after == 0 ? firstLine + 1 : firstLine;
    int left = before + after;
    while (left > 0 && at < lines.size()) {
      String line = lines.get(at++);
      char sign = line.charAt(0);
      String text = line.substring(1);
      switch (sign) {
        case '+' -> held.add(new Line(text, true));
        case '-' -> {
          removed.add(text);
          cuts.add(first + held.size());
        }
        case ' ' -> held.add(new Line(text, false));
        default -> left++; // It says that the line above has no end.
      }
      left -= sign == ' ' ? 2 : 1;
    }
    hunks.add(new Hunk(path, firstLine, held, removed, cuts));
  }

  private static String pathOf(String written) {
    String name = written.startsWith("\"") ? unquoted(written) : written;
    return name.startsWith("b/") ? name.substring(2) : name;
  }

  /** Takes a name out of quotes whose bytes are written as octal numbers. */
  private static String unquoted(String written) {
    ByteArrayOutputStream name = new ByteArrayOutputStream();
    int i = 1;
    while (i < written.length() - 1) {
      char letter = written.charAt(i);
      boolean isEscape = letter == '\\' && i + 1 < written.length();
      if (isEscape && Character.isDigit(written.charAt(i + 1))) {
        name.write(Integer.parseInt(written.substring(i + 1, i + 4), 8));
        i += 4;
      } else {
        name.write(isEscape ? written.charAt(i + 1) : letter);
        i += isEscape ? 2 : 1;
      }
    }
    return name.toString(StandardCharsets.UTF_8);
  }

  /**
   * A piece of a file after the change.
   *
   * @param path of the file after the change
   * @param firstLine the number of the first line, from 1; 0 if there is none
   * @param lines what the file holds there
   * @param removed what it does not hold there any more
   * @param cuts the numbers of the lines in front of which that stood
   */
  public record Hunk(
      String path, int firstLine, List<Line> lines, List<String> removed, Set<Integer> cuts) {
    /** Copies the lists. */
    public Hunk {
      lines = List.copyOf(lines);
      removed = List.copyOf(removed);
      cuts = Set.copyOf(cuts);
    }
  }

  /**
   * A line of a file after the change.
   *
   * @param text what it holds, with its line feed
   * @param isAdded false if it was there before
   */
  public record Line(String text, boolean isAdded) {}
}
