package dev.nightshift.core.internal.tool;

import dev.nightshift.core.base.RunId;
import dev.nightshift.core.command.Command;
import dev.nightshift.core.command.CommandResult;
import dev.nightshift.core.task.Task;
import dev.nightshift.core.tool.ToolArguments;
import dev.nightshift.core.tool.ToolContext;
import dev.nightshift.core.tool.ToolOutcome;
import dev.nightshift.core.tree.TreeView;
import dev.nightshift.core.tree.WorkspaceFiles;
import dev.nightshift.core.workspace.BranchWorkspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Calls the built-in tools as the loop does, on files in memory and scripted command results. */
final class ToolCaller {
  final List<Command> commands = new ArrayList<>();
  private final WorkspaceFiles files;
  private final List<CommandResult> results = new ArrayList<>();

  ToolCaller(WorkspaceFiles files) {
    this.files = files;
  }

  ToolCaller willAnswer(CommandResult result) {
    results.add(result);
    return this;
  }

  ToolOutcome call(String tool, Object... namesAndValues) throws InterruptedException {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
    }
    ToolArguments arguments = ToolArguments.parse(JsonMapper.shared().writeValueAsString(fields));
    ToolContext context =
        new ToolContext(RunId.of("r"), Task.builder("t").build(), new Workspace());
    return BuiltInTools.forImplementer(Duration.ofSeconds(90)).stream()
        .filter(each -> each.definition().name().equals(tool))
        .findFirst()
        .orElseThrow()
        .call(arguments, context);
  }

  private final class Workspace implements BranchWorkspace {
    private final Iterator<CommandResult> next = results.iterator();

    @Override
    public String branch() {
      return "b";
    }

    @Override
    public String baseCommit() {
      return "0".repeat(40);
    }

    @Override
    public WorkspaceFiles files() {
      return files;
    }

    @Override
    public TreeView base() {
      return files;
    }

    @Override
    public CommandResult run(Command command) {
      commands.add(command);
      return next.next();
    }
  }
}
