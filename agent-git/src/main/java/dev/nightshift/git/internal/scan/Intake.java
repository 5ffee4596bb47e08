package dev.nightshift.git.internal.scan;

import dev.nightshift.core.internal.text.VisibleText;
import dev.nightshift.core.workspace.LeftOut;
import dev.nightshift.git.internal.disk.FileTree;
import dev.nightshift.git.internal.disk.PathGuard;
import dev.nightshift.git.internal.objects.TreeEntry;
import dev.nightshift.git.internal.rules.AgentFiles;
import dev.nightshift.git.internal.rules.Content;
import dev.nightshift.git.internal.rules.Filters;
import dev.nightshift.git.internal.rules.LineEnds;
import dev.nightshift.git.internal.rules.NotTaken;
import dev.nightshift.git.internal.rules.Rules;
import dev.nightshift.git.internal.rules.RulesFile;
import dev.nightshift.git.internal.rules.Storing;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.ObjectReader;
import org.jspecify.annotations.Nullable;

/**
 * Turns one file of a workspace after the other into an entry of a tree, and stores the contents
 * that are new as {@code git add} would store them. What the branch has already is recognised by
 * its hash, so that it costs nothing and is never left out. Used by one thread.
 */
final class Intake {
  private static final long SMALL = 64 << 10;
  private final AgentFiles files;
  private final Blobs blobs;
  private final long maxNewBytes;
  private final Set<String> written;
  private long newBytes;
  private long writtenBytes;

  /**
   * Where contents come from and go to.
   *
   * @param reader reads what the branch has
   * @param inserter takes what is new
   * @param filters the programs git would run
   */
  record Blobs(ObjectReader reader, ObjectInserter inserter, Filters filters) {}

  /**
   * Creates an intake.
   *
   * @param maxNewBytes how much new content is taken, before compression: as much of what file
   *     tools wrote as of the rest, so that no command uses up the room of what was promised
   * @param written the paths that file tools wrote
   */
  Intake(AgentFiles files, Blobs blobs, long maxNewBytes, Set<String> written) {
    this.files = files;
    this.blobs = blobs;
    this.maxNewBytes = maxNewBytes;
    this.written = written;
  }

  /**
   * Takes a symbolic link.
   *
   * @param before what the branch has at the path
   * @throws NotTaken if nobody should ever check it out
   */
  TreeEntry link(Path link, String path, @Nullable TreeEntry before) throws IOException, NotTaken {
    Path onDisk = Files.readSymbolicLink(link);
    String target = onDisk.toString();
    if (!FileTree.isDecoded(onDisk)) {
      throw NotTaken.refused("a link to " + FileTree.unnamed());
    }
    if (before != null && before.isLink() && isWrittenAs(onDisk, before)) {
      return before;
    }
    Optional<String> refused = PathGuard.refusalOfLink(path, target);
    if (refused.isPresent()) {
      throw NotTaken.refused(refused.get());
    }
    Content content = Content.of(target.getBytes(StandardCharsets.UTF_8));
    return new TreeEntry(path, FileMode.SYMLINK, content.insert(blobs.inserter()));
  }

  /**
   * Takes a regular file.
   *
   * @param before what the branch has at the path
   * @param rules those of the directory it is in
   * @throws NotTaken if it is new content beyond the limit, or git would store something else
   * @throws FileSystemException if it cannot be read
   */
  TreeEntry file(Path file, String path, @Nullable TreeEntry before, Rules rules)
      throws IOException, NotTaken {
    FileMode mode = hasExecuteBit(file, before) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
    Content content = Content.of(files, file, files.attributes(file).size());
    if (before != null && before.isFile() && has(before.id(), content)) {
      return new TreeEntry(path, mode, before.id());
    }
    Content stored = stored(content, path, before, rules);
    if (stored != content && before != null && before.isFile() && has(before.id(), stored)) {
      return new TreeEntry(path, mode, before.id());
    }
    reserve(path, stored.size());
    return new TreeEntry(path, mode, stored.insert(blobs.inserter()));
  }

  /** Tells whether a file has the content that an entry says, and can be read. */
  boolean isUnchanged(Path file, TreeEntry entry) throws IOException {
    try {
      BasicFileAttributes attributes = files.attributes(file);
      return attributes.isRegularFile()
          && has(entry.id(), Content.of(files, file, attributes.size()));
    } catch (FileSystemException goneOrUnreadable) {
      return false;
    }
  }

  long sizeOf(ObjectId blob) throws IOException {
    return blobs.reader().getObjectSize(blob, Constants.OBJ_BLOB);
  }

  /** Returns the id of a file as it is. */
  ObjectId idOf(Path file, long size) throws IOException {
    return Content.of(files, file, size).id(blobs.inserter());
  }

  private boolean has(ObjectId blob, Content content) throws IOException {
    // To read the size of an object takes as long as to hash a small file, which mostly is as it
    // was.
    return (content.size() <= SMALL || sizeOf(blob) == content.size())
        && blob.equals(content.id(blobs.inserter()));
  }

  /** Returns what git would store, in the order in which it converts. */
  private Content stored(Content content, String path, @Nullable TreeEntry before, Rules rules)
      throws IOException, NotTaken {
    if (RulesFile.is(path)) {
      RulesFile.requireSmall(path, content.size());
    }
    if (rules.unknownAttributes() != null) {
      throw rules.unknownAttributes();
    }
    Storing storing = rules.attributes().of(path);
    Filters.Effect filter = blobs.filters().of(path, storing.filter(), rules.attributes(), content);
    if (filter == Filters.Effect.PROGRAM_OF_THE_CHANGE) {
      // What the program would make of it is not known: reviewer and gate see the bytes.
      return content;
    }
    if (filter == Filters.Effect.PROGRAM) {
      throw new NotTaken(
          LeftOut.Cause.CONVERTED,
          "git would run the filter '"
              + VisibleText.name(storing.filter())
              + "' on it (see .gitattributes)");
    }
    if (!storing.encoding().isEmpty() && !content.isUtf8()) {
      throw new NotTaken(
          LeftOut.Cause.CONVERTED,
          "git would convert it from " + storing.encoding() + " to UTF-8 (see .gitattributes)");
    }
    Content stored = withLineFeeds(content, before, storing.lineEnds());
    if (storing.ident() && !stored.isInMemory()) {
      throw new NotTaken(
          LeftOut.Cause.CONVERTED,
          "git would look for values of $Id$ in it, which is larger than "
              + Content.LARGE
              + " bytes (see .gitattributes)");
    }
    return storing.ident() ? stored.withoutIdents() : stored;
  }

  private Content withLineFeeds(Content content, @Nullable TreeEntry before, Storing.Rule rule)
      throws IOException {
    if (rule == Storing.Rule.KEEP) {
      return content;
    }
    LineEnds counts = content.lineEnds();
    boolean isText = rule == Storing.Rule.TEXT || (!counts.isBinary() && !hasCrlf(before));
    return counts.crlf() > 0 && isText ? content.withLineFeeds(counts) : content;
  }

  /** Where nothing says that it is a text, git leaves a file alone that it has with CRLF. */
  private boolean hasCrlf(@Nullable TreeEntry before) throws IOException {
    if (before == null || before.isSubmodule()) {
      return false;
    }
    try (InputStream in = blobs.reader().open(before.id(), Constants.OBJ_BLOB).openStream()) {
      LineEnds counts = LineEnds.of(in);
      return counts.crlf() > 0 && !counts.isBinary();
    }
  }

  private void reserve(String path, long bytes) throws NotTaken {
    boolean byTool = written.contains(path);
    long sum = bytes + (byTool ? writtenBytes : newBytes);
    if (sum > maxNewBytes) {
      throw new NotTaken(
          LeftOut.Cause.LIMIT,
          "beyond the " + maxNewBytes + " bytes of new content one checkpoint takes");
    }
    if (byTool) {
      writtenBytes = sum;
    } else {
      newBytes = sum;
    }
  }

  /** Java writes a link to {@code dir/} as one to {@code dir}: either stands for both. */
  private boolean isWrittenAs(Path onDisk, TreeEntry before) throws IOException {
    String target =
        new String(
            blobs.reader().open(before.id(), Constants.OBJ_BLOB).getBytes(),
            StandardCharsets.UTF_8);
    return FileTree.isNamed(onDisk.getFileSystem().getPath(onDisk.toString()), target);
  }

  private static boolean hasExecuteBit(Path file, @Nullable TreeEntry before) {
    try {
      return Files.getPosixFilePermissions(file, LinkOption.NOFOLLOW_LINKS)
          .contains(PosixFilePermission.OWNER_EXECUTE);
    } catch (UnsupportedOperationException | IOException noSuchBits) {
      return before != null && before.isExecutable();
    }
  }
}
