using System.CommandLine;
using System.Globalization;
using Azure;
using Azure.Identity;
using Campaigns.Local.Backup;

namespace Campaigns.Local.Commands;

/// <summary>
/// <c>backup</c>, <c>backup verify</c>, <c>backup prune</c> and <c>restore</c> (infra/backup.md): exit code 0 when it was done, 1 when something is wrong with
/// a backup, 2 when it could not be done.
/// </summary>
internal static class BackupCommand
{
    public static Command Build()
    {
        var from = new Option<string?>("--from")
        {
            Description = "The data account: a connection string, or the https address of its blobs or tables, entered as the caller.",
        };
        var to = new Option<string?>("--to") { Description = "A directory, or the https address of a blob container of another account." };
        var command = new Command(
            "backup", "Copies tables and blobs of a data account, while the app runs; run again into the same place it copies only new blobs.")
        {
            from, to, Verify(), Prune(),
        };
        command.SetAction((parsed, cancellation) => EndAsync(parsed, async say =>
        {
            var account = BackupAccount.Open(parsed.GetValue(from) ?? throw new BackupException("--from is missing."));
            var place = BackupAccount.Place(parsed.GetValue(to) ?? throw new BackupException("--to is missing."));
            await new BackupRun(account, place, TimeProvider.System, say).RunAsync(cancellation);
            return 0;
        }, cancellation));
        return command;
    }

    public static Command BuildRestore()
    {
        var from = new Option<string>("--from") { Description = "The directory or container that holds the backups.", Required = true };
        var to = new Option<string>("--to")
        {
            Description = "The data account: a connection string, or the https address of its blobs or tables.",
            Required = true,
        };
        var run = Run();
        var existing = new Option<bool>("--into-existing")
        {
            Description = "Write into an account that holds something already; also to go on with a restore that was ended.",
        };
        var command = new Command("restore", "Puts a backup into a data account, on which no app may run meanwhile.") { from, to, run, existing };
        command.SetAction((parsed, cancellation) => EndAsync(parsed, async say =>
        {
            var account = BackupAccount.Open(parsed.GetRequiredValue(to));
            await new RestoreRun(account, BackupAccount.Place(parsed.GetRequiredValue(from)), say)
                .RunAsync(parsed.GetValue(run), parsed.GetValue(existing), cancellation);
            return 0;
        }, cancellation));
        return command;
    }

    static Command Verify()
    {
        var (where, run) = (Where(), Run());
        var command = new Command("verify", "Looks through a backup: hashes, order, contents, and every participant's and group's ledger.") { where, run };
        command.SetAction((parsed, cancellation) => EndAsync(parsed, async say =>
        {
            var found = await new BackupVerification(BackupAccount.Place(parsed.GetRequiredValue(where))).RunAsync(parsed.GetValue(run), cancellation);
            foreach (var wrong in found.Wrong)
                say(wrong);
            say(string.Create(CultureInfo.InvariantCulture,
                $"{found.Rows:N0} rows, {found.Blobs:N0} blobs, {found.Chains:N0} ledgers; {found.Wrong.Count} things wrong"));
            return found.Wrong.Count == 0 ? 0 : 1;
        }, cancellation));
        return command;
    }

    static Command Prune()
    {
        var where = Where();
        var days = new Option<int>("--older-than") { Description = "Days.", DefaultValueFactory = _ => 35 };
        var command = new Command("prune", "Deletes backups that are older, but for the newest completed one, and contents that no backup has any more.")
        {
            where, days,
        };
        command.SetAction((parsed, cancellation) => EndAsync(parsed, async say =>
        {
            var limit = TimeProvider.System.GetUtcNow() - TimeSpan.FromDays(parsed.GetValue(days));
            var (backups, contents) = await new BackupPruning(BackupAccount.Place(parsed.GetRequiredValue(where))).RunAsync(limit, cancellation);
            say(string.Create(CultureInfo.InvariantCulture, $"{backups} backups and {contents:N0} contents deleted"));
            return 0;
        }, cancellation));
        return command;
    }

    static Argument<string> Where() => new("place") { Description = "The directory or container that holds the backups." };

    static Option<string?> Run() => new("--run") { Description = "Which backup, such as 20260403T020000000Z; the newest completed one by default." };

    static Task<int> EndAsync(ParseResult parsed, Func<Action<string>, Task<int>> run, CancellationToken cancellation) => CommandEnding.OfAsync(
        parsed,
        async () =>
        {
            try
            {
                return await run(parsed.InvocationConfiguration.Output.WriteLine);
            }
            catch (Exception e) when (e is BackupException or RequestFailedException or AuthenticationFailedException or FormatException or IOException)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(e.Message);
                return 2;
            }
        },
        cancellation);
}
