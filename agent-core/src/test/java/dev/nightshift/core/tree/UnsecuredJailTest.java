package dev.nightshift.core.tree;

import dev.nightshift.core.internal.jail.Jail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The same promises on platforms without secure directory streams, apart from races. */
class UnsecuredJailTest extends JailedDirectoryTest {
  @Override
  WorkspaceFiles files(Path directory) throws IOException {
    return Files.exists(directory)
        ? new JailedDirectory(Jail.unsecured(directory))
        : super.files(directory);
  }
}
