using System.CommandLine;

namespace Campaigns.Local.Commands;

/// <summary>The program's command line.</summary>
public static class CommandTree
{
    public static RootCommand Build()
    {
        var serve = new ServeCommand();
        var root = new RootCommand(
            "Runs tiered appraisal campaigns on this machine. Without a command: serves the app and runs the sample county's year at one day a second.");
        serve.AddTo(root);
        var named = new Command("serve", "Serves the app and runs the sample county's year (the default).");
        serve.AddTo(named);
        root.Subcommands.Add(named);
        root.Subcommands.Add(new RehearseCommand().Build());
        root.Subcommands.Add(ValidateCommand.Build());
        root.Subcommands.Add(CalendarCommand.Build());
        root.Subcommands.Add(SampleCommand.Build());
        root.Subcommands.Add(BackupCommand.Build());
        root.Subcommands.Add(BackupCommand.BuildRestore());
        root.Subcommands.Add(RecordHistoriesCommand.Build());
        return root;
    }
}
