package dev.nightshift.core.internal.evidence;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.internal.diff.FileBytes;
import dev.nightshift.core.tree.FileContent;
import dev.nightshift.core.tree.TreeView;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a candidate changes in one file. Texts have a character for each byte, whatever the
 * encoding.
 *
 * @param name the names before and after, as a patch begins with them
 * @param path where the file is in the candidate, or was before it was deleted
 * @param header its modes, and its names if the work itself renamed it
 * @param before the content in the target, as git names it
 * @param after the content in the candidate
 * @param isText whether its lines are known
 * @param blocks the lines that go and come, without those around them
 */
public record BroughtFile(
    String name,
    String path,
    String header,
    String before,
    String after,
    boolean isText,
    List<Block> blocks) {
  private static final String NOTHING = "0".repeat(40);

  /** Lines that stand together, those that go and those that come; each ends with a line break. */
  record Block(String removed, String added) {
    /** What only goes is in a file that lacks it; what comes has to be there. */
    boolean isIn(String content) {
      String lines = "\n" + content + "\n";
      return added.isEmpty() ? !lines.contains("\n" + removed) : lines.contains("\n" + added);
    }
  }

  /** What a tree has of a file that the candidate of another tree brings. */
  public enum Held {
    /** No file of that name. */
    NOT_THERE,
    /** All that is brought. */
    ALL,
    /** The file, and not all that is brought. */
    OTHER,
    /** What nobody can read, as a submodule or more than 10 MB. */
    UNKNOWN;

    boolean mayBeAll() {
      return this == ALL || this == UNKNOWN;
    }
  }

  boolean isDeleted() {
    return after.equals(NOTHING);
  }

  /** Tells whether the file was there before and stays where it is. */
  boolean isModified() {
    return !isDeleted() && !before.equals(NOTHING) && !header.contains("rename from ");
  }

  /** Tells whether the target left the file alone between the two, so that every byte counts. */
  boolean hasSameBase(BroughtFile other) {
    return before.equals(other.before);
  }

  /**
   * Tells whether both bring the same to one file: the same content in the end, however much of it
   * was on the target, or the same lines, wherever they are now.
   */
  boolean isSameAs(BroughtFile other) {
    return header.equals(other.header)
        && (after.equals(other.after) || (canBePartOf(other) && blocks.equals(other.blocks)));
  }

  /** Tells whether the target may have taken some of the lines that one of the two brings. */
  boolean canBePartOf(BroughtFile other) {
    return header.equals(other.header) && !hasSameBase(other) && isText && other.isText;
  }

  /** What of this the other does not bring, to be looked for in its tree. */
  BroughtFile without(BroughtFile other) {
    List<Block> left = new ArrayList<>(blocks);
    other.blocks.forEach(left::remove);
    return new BroughtFile(name, path, header, before, after, isText, List.copyOf(left));
  }

  /** What a tree has of this. */
  public Held in(TreeView tree) {
    try {
      Optional<String> link = tree.linkTarget(path);
      if (link.isPresent()) {
        byte[] target = link.get().getBytes(StandardCharsets.UTF_8);
        return FileBytes.blobId(target).equals(after) ? Held.ALL : Held.OTHER;
      }
      return in(tree.read(path));
    } catch (WorkspaceException unreadable) {
      return switch (unreadable.kind()) {
        case NOT_FOUND -> isDeleted() ? Held.ALL : Held.NOT_THERE;
        default -> Held.UNKNOWN;
      };
    }
  }

  private Held in(FileContent file) {
    if (isDeleted() || (header.contains("mode ") && isExecutable() != file.isExecutable())) {
      return Held.OTHER;
    }
    if (FileBytes.blobId(file.bytes()).equals(after)) {
      return Held.ALL;
    }
    String content = new String(file.bytes(), StandardCharsets.ISO_8859_1);
    boolean isThere =
        isText && !blocks.isEmpty() && blocks.stream().allMatch(block -> block.isIn(content));
    return isThere ? Held.ALL : Held.OTHER;
  }

  private boolean isExecutable() {
    return header.stripTrailing().endsWith("755");
  }
}
