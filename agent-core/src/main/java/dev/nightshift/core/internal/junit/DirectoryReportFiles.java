package dev.nightshift.core.internal.junit;

import dev.nightshift.core.internal.text.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * XML files in a directory that agents and commands write to: links are not followed, and only
 * regular files are opened, because a pipe would block the host.
 */
final class DirectoryReportFiles implements ReportFiles {
  private final Path directory;

  DirectoryReportFiles(Path directory) {
    this.directory = directory;
  }

  @Override
  public List<String> paths() throws IOException {
    XmlVisitor visitor = new XmlVisitor();
    Files.walkFileTree(directory, visitor);
    return visitor.paths.stream().sorted().toList();
  }

  @Override
  public Optional<ReportStamp> stamp(String path, long maxBytes) throws IOException {
    Path file = directory.resolve(path);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        return Optional.empty();
      }
      return Optional.of(
          new ReportStamp(attributes.size(), attributes.size() > maxBytes ? "" : hash(path)));
    } catch (NoSuchFileException gone) {
      return Optional.empty();
    }
  }

  @Override
  public InputStream open(String path) throws IOException {
    return Files.newInputStream(directory.resolve(path), LinkOption.NOFOLLOW_LINKS);
  }

  /** A command can leave a report that nobody may read. */
  private String hash(String path) throws IOException {
    try (InputStream content = open(path)) {
      return Digests.sha256(content);
    } catch (ClosedByInterruptException interrupted) {
      throw interrupted;
    } catch (IOException unreadable) {
      return "";
    }
  }

  private final class XmlVisitor extends SimpleFileVisitor<Path> {
    private final List<String> paths = new ArrayList<>();

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
      String path = directory.relativize(file).toString().replace('\\', '/');
      if (attributes.isRegularFile() && ReportFiles.isXml(path)) {
        paths.add(path);
      }
      return FileVisitResult.CONTINUE;
    }

    /** What a command made unreadable holds no evidence. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException unreadable) {
      return FileVisitResult.CONTINUE;
    }
  }
}
