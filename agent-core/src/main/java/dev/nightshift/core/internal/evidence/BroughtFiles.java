package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.internal.evidence.BroughtFile.Block;
import dev.nightshift.core.internal.evidence.BroughtFile.Held;
import dev.nightshift.core.tree.Change;
import dev.nightshift.core.tree.ChangedFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a candidate brings, file by file, so that it can be compared with what another one brings to
 * another commit of the target. What one of them does not bring may be on its target: that is
 * looked for in its tree, where the target may also have renamed a file.
 */
final class BroughtFiles {
  private static final Pattern INDEX = Pattern.compile("index ([0-9a-f]+)\\.\\.([0-9a-f]+).*");
  private final Change change;
  private @Nullable List<BroughtFile> files;

  /** Reads nothing yet: only a target that moved makes anybody ask. */
  BroughtFiles(Change change) {
    this.change = change;
  }

  /**
   * Whether both bring the same; never, if one is too large for its patch to be known.
   *
   * @param here what the tree of this candidate holds of files that the other one brings
   * @param there what the tree of the other one holds of files that this one brings
   */
  boolean isSameAs(
      BroughtFiles other,
      Function<List<BroughtFile>, Held[]> here,
      Function<List<BroughtFile>, Held[]> there) {
    if (!change.patchFile().isWhole() || !other.change.patchFile().isWhole()) {
      return false;
    }
    Rest own = restOf(other);
    Rest its = other.restOf(this);
    if (own == null || its == null) {
      return false;
    }
    List<BroughtFile> ownMoved = own.moved(there);
    List<BroughtFile> itsMoved = ownMoved == null ? null : its.moved(here);
    return ownMoved != null && itsMoved != null && arePairs(ownMoved, itsMoved);
  }

  /** What of this the other does not bring; null if it brings something else instead. */
  private @Nullable Rest restOf(BroughtFiles other) {
    Rest rest = new Rest(new ArrayList<>(), new ArrayList<>());
    for (BroughtFile file : files()) {
      BroughtFile its = other.named(file.name());
      if (its == null) {
        rest.files().add(file);
      } else if (!file.isSameAs(its)) {
        if (!file.canBePartOf(its)) {
          return null;
        }
        BroughtFile left = file.without(its);
        if (!left.blocks().isEmpty()) {
          rest.parts().add(left);
        }
      }
    }
    return rest;
  }

  private @Nullable BroughtFile named(String name) {
    return files().stream().filter(file -> file.name().equals(name)).findFirst().orElse(null);
  }

  /**
   * What one candidate brings and the other does not.
   *
   * @param files those of which it brings nothing
   * @param parts those of which it brings other lines
   */
  private record Rest(List<BroughtFile> files, List<BroughtFile> parts) {
    /** Returns what the target can only have renamed; null if the other tree lacks anything. */
    @Nullable List<BroughtFile> moved(Function<List<BroughtFile>, Held[]> tree) {
      List<BroughtFile> all = new ArrayList<>(parts);
      all.addAll(files);
      List<BroughtFile> moved = new ArrayList<>();
      Held[] held = all.isEmpty() ? new Held[0] : tree.apply(all);
      for (int i = 0; i < held.length; i++) {
        BroughtFile file = all.get(i);
        if (held[i] == Held.NOT_THERE && i >= parts.size() && file.isModified()) {
          moved.add(file);
        } else if (!held[i].mayBeAll()) {
          return null;
        }
      }
      return moved;
    }
  }

  private static boolean arePairs(List<BroughtFile> own, List<BroughtFile> its) {
    List<BroughtFile> left = new ArrayList<>(its);
    return own.size() == its.size()
        && own.stream()
            .allMatch(
                file ->
                    left.stream()
                        .filter(file::isSameAs)
                        .findFirst()
                        .map(left::remove)
                        .orElse(false));
  }

  private List<BroughtFile> files() {
    List<BroughtFile> known = files;
    if (known == null) {
      known = new ArrayList<>();
      byte[] bytes = change.patchFile().bytes();
      int start = 0;
      while (start < bytes.length) {
        start = readFile(bytes, start, known);
      }
      files = known;
    }
    return known;
  }

  /** A patch has the files in the order of the change. */
  private String path(int index) {
    List<ChangedFile> all = change.files();
    return index < all.size() ? all.get(index).path() : "";
  }

  /** Takes in the part of a patch that is about one file, and returns where the next one begins. */
  private int readFile(byte[] patch, int start, List<BroughtFile> known) {
    StringBuilder header = new StringBuilder();
    String before = "";
    String after = "";
    int at = next(patch, start);
    for (; at < patch.length && !isBody(patch, at); at = next(patch, at)) {
      String line = line(patch, at);
      Matcher index = INDEX.matcher(line);
      if (index.matches()) {
        before = index.group(1);
        after = index.group(2);
      } else if (before.isEmpty() && !line.startsWith("similarity ")) {
        header.append(line).append('\n');
      }
    }
    boolean isText = at >= patch.length || !startsWith(patch, at, "GIT binary patch");
    int end = at;
    while (end < patch.length && !startsWith(patch, end, "diff --git ")) {
      end = next(patch, end);
    }
    List<Block> blocks = isText ? blocks(patch, at, end) : List.of();
    known.add(
        new BroughtFile(
            line(patch, start),
            path(known.size()),
            header.toString(),
            before,
            after,
            isText,
            blocks));
    return end;
  }

  private static boolean isBody(byte[] patch, int at) {
    return startsWith(patch, at, "@@ ")
        || startsWith(patch, at, "GIT binary patch")
        || startsWith(patch, at, "diff --git ");
  }

  /** What says that the last line has no line break is no line. */
  private static List<Block> blocks(byte[] patch, int start, int end) {
    List<Block> blocks = new ArrayList<>();
    StringBuilder removed = new StringBuilder();
    StringBuilder added = new StringBuilder();
    for (int at = start; at < end; at = next(patch, at)) {
      char kind = (char) patch[at];
      if (kind == '-' || kind == '+') {
        String line = text(patch, at + 1, next(patch, at));
        (kind == '-' ? removed : added).append(line);
      } else if (kind != '\\') {
        add(blocks, removed, added);
      }
    }
    add(blocks, removed, added);
    return List.copyOf(blocks);
  }

  private static void add(List<Block> blocks, StringBuilder removed, StringBuilder added) {
    if (removed.length() + added.length() > 0) {
      blocks.add(new Block(removed.toString(), added.toString()));
      removed.setLength(0);
      added.setLength(0);
    }
  }

  private static boolean startsWith(byte[] patch, int at, String word) {
    if (patch.length - at < word.length()) {
      return false;
    }
    for (int i = 0; i < word.length(); i++) {
      if (patch[at + i] != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static int next(byte[] patch, int at) {
    int end = at;
    while (end < patch.length && patch[end] != '\n') {
      end++;
    }
    return Math.min(end + 1, patch.length);
  }

  /** One character for each byte: names of any encoding are told apart. */
  private static String line(byte[] patch, int at) {
    return text(patch, at, next(patch, at)).stripTrailing();
  }

  private static String text(byte[] patch, int from, int to) {
    return new String(patch, from, to - from, StandardCharsets.ISO_8859_1);
  }
}
