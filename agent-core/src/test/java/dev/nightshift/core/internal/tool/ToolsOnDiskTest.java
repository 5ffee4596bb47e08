package dev.nightshift.core.internal.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightshift.core.base.WorkspaceException;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.tree.WorkspaceFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tools on real files behind the real jail. */
class ToolsOnDiskTest {
  @TempDir Path root;
  private ToolCaller tools = new ToolCaller(new MemoryFiles());

  @BeforeEach
  void openTheJail() {
    tools = new ToolCaller(WorkspaceFiles.ofDirectory(root));
  }

  @Test
  void keepsTheModeAndEveryOtherByteOfAnEditedFile() throws Exception {
    Path script = root.resolve("build.sh");
    Files.write(script, "\uFEFF#!/bin/sh\r\n\techo old  \r\nexit".getBytes(StandardCharsets.UTF_8));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-x---"));

    ToolOutcome outcome =
        tools.call(
            "edit_file",
            "path",
            "build.sh",
            "old_text",
            "\techo old  \nexit",
            "new_text",
            "\techo new  \nexit");

    assertThat(outcome.isError()).isFalse();
    assertThat(Files.readAllBytes(script))
        .isEqualTo("\uFEFF#!/bin/sh\r\n\techo new  \r\nexit".getBytes(StandardCharsets.UTF_8));
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(script)))
        .isEqualTo("rwxr-x---");
  }

  @Test
  void listsSearchesWritesAndDeletes() throws Exception {
    tools.call("write_file", "path", "src/A.java", "content", "class A {}\n");

    assertThat(tools.call("list_files", "path", "src").content()).isEqualTo("src/A.java");
    assertThat(tools.call("search", "pattern", "class +A").content())
        .isEqualTo("src/A.java:1: class A {}\n");

    tools.call("delete_file", "path", "src/A.java");

    assertThat(root.resolve("src/A.java")).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../x", ".git/config", "link"})
  void refusesPathsThatLeaveTheWorkspace(String path) throws IOException {
    Files.createSymbolicLink(root.resolve("link"), Path.of("/etc/hostname"));

    assertThatThrownBy(() -> tools.call("read_file", "path", path))
        .isInstanceOf(WorkspaceException.class);
    assertThatThrownBy(() -> tools.call("write_file", "path", path, "content", "x"))
        .isInstanceOf(WorkspaceException.class);
  }
}
