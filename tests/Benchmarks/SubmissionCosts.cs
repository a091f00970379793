using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using Azure.Data.Tables;
using Campaigns.Local.Rehearsal;

namespace Campaigns.Benchmarks;

/// <summary>
/// Sheets handed in over HTTP, next to the storage calls that each of them is, made directly and in turns with them on the same emulator: a point read and a
/// batch of the same rows. What a simulated person writes is thought up before. Prints how much of the raw rate is left, and how far the slowest lie apart:
/// on the emulator as it comes, for which the budget was made, and on the one with indexes, whose storage answers faster than any real one.
/// </summary>
internal static class SubmissionCosts
{
    private const int Rounds = 10;
    private const int PerRound = 24;
    private const int WarmUp = 420;

    private static readonly (int AtOnce, double Ratio)[] Budgets = [(1, 0.55), (8, 0.80)];

    /// <summary>Prints the table; the exit code is 0 whatever was measured, since seconds belong to the machine.</summary>
    public static async Task<int> PrintAsync(CancellationToken cancellation)
    {
        // A county of its own before any is measured, so that the runtime has compiled the way of a submission for good: a process that has been up for a while.
        await using (var first = await OpenQuarter.StartAsync(30, indexed: true, cancellation))
            await HandInAsync(first, await SignedInAsync(first, cancellation), first.Participants.Count, cancellation);
        Console.WriteLine($"{"submissions",-30}{"raw/s",10}{"app/s",10}{"ratio",10}{"at least",10}{"p99 ratio",11}{"at most",10}");
        await PrintAsync(indexed: false, cancellation);
        await PrintAsync(indexed: true, cancellation);
        return 0;
    }

    private static async Task PrintAsync(bool indexed, CancellationToken cancellation)
    {
        await using var quarter = await OpenQuarter.StartAsync(30, indexed, cancellation);
        var sheets = await SignedInAsync(quarter, cancellation);
        await HandInAsync(quarter, sheets, WarmUp, cancellation);
        var raw = await RawSubmission.OfAsync(quarter.Tables.Participants, cancellation);
        await raw.PrepareAsync(cancellation);
        for (var n = 0; n < WarmUp; n++)
            await raw.WriteAsync(cancellation);

        foreach (var (atOnce, least) in Budgets)
        {
            var (direct, handedIn) = (new List<double>(), new List<double>());
            var (directSeconds, handedInSeconds) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                directSeconds.Add(await MeasureAsync(atOnce, direct, raw.WriteAsync, cancellation));
                handedInSeconds.Add(await MeasureAsync(atOnce, handedIn, token => SubmitAsync(quarter, sheets, token), cancellation));
            }
            var (bare, app) = (Median(directSeconds), Median(handedInSeconds));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{$"{atOnce} at once, {(indexed ? "indexed" : "as it comes")}",-30}{PerRound / bare,10:0}{PerRound / app,10:0}{bare / app,10:0.00}"
                + $"{least,10:0.00}{P99(handedIn) / P99(direct),11:0.00}{1.5,10:0.0}"));
        }
    }

    /// <summary>Whoever hands in has signed in and opened the sheet before; neither is part of handing in.</summary>
    private static async Task<ConcurrentQueue<HandedIn>> SignedInAsync(OpenQuarter quarter, CancellationToken cancellation)
    {
        await Parallel.ForEachAsync(quarter.Participants, cancellation, async (participant, token) =>
            await quarter.Api.GetAsync(quarter.Roster.ReporterOf(participant.Unit), SheetOf(quarter, participant), token));
        return new(quarter.Participants.Select(p => HandedIn.Of(quarter, p)));
    }

    private static Task HandInAsync(OpenQuarter quarter, ConcurrentQueue<HandedIn> sheets, int times, CancellationToken cancellation) =>
        Parallel.ForAsync(0, times, cancellation, async (_, token) => await SubmitAsync(quarter, sheets, token));

    private static async Task<double> MeasureAsync(int atOnce, List<double> each, Func<CancellationToken, Task> act, CancellationToken cancellation)
    {
        var since = Stopwatch.GetTimestamp();
        await Parallel.ForAsync(0, PerRound, new ParallelOptions { MaxDegreeOfParallelism = atOnce, CancellationToken = cancellation }, async (_, token) =>
        {
            var began = Stopwatch.GetTimestamp();
            await act(token);
            lock (each)
                each.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        });
        return Stopwatch.GetElapsedTime(since).TotalSeconds;
    }

    // A round in which the machine was busy with something else says nothing of either.
    private static double Median(List<double> seconds) => seconds.Order().ElementAt(seconds.Count / 2);

    private static double P99(List<double> each) => each.Order().ElementAt((int)Math.Ceiling(each.Count * 0.99) - 1);

    private static string SheetOf(OpenQuarter quarter, SeasonParticipant participant) =>
        $"{quarter.PathOf(participant)}/sheets/{OpenQuarter.Phase}";

    private static async Task SubmitAsync(OpenQuarter quarter, ConcurrentQueue<HandedIn> sheets, CancellationToken cancellation)
    {
        if (!sheets.TryDequeue(out var sheet))
            throw new InvalidOperationException("There are no participants left to hand in.");
        var answer = await quarter.Api.PostAsync(sheet.Person, sheet.Path, sheet.Body, sheet.Key, cancellation);
        if (!answer.IsSuccess)
            throw new InvalidOperationException($"{sheet.Path} was refused: {answer.Body?.ToJsonString()}");
    }

    /// <summary>A sheet as its writer sends it.</summary>
    private sealed record HandedIn(string? Person, string Path, object Body, string Key)
    {
        public static HandedIn Of(OpenQuarter quarter, SeasonParticipant participant)
        {
            var standard = quarter.Definition.Standard(quarter.Definition.Track(participant.Track).Standard);
            var answers = new Answers(1, 2026, new BehaviourProfile()).Sheet(standard, participant.Track, participant.Unit, OpenQuarter.Phase);
            return new(
                quarter.Roster.ReporterOf(participant.Unit),
                SheetOf(quarter, participant) + "/submit",
                new { answers, text = (string?)null },
                Choice.Key(1, "submission", participant.Key));
        }
    }

    /// <summary>The storage calls of a submission, on copies of rows that a real one wrote.</summary>
    private sealed class RawSubmission(TableClient table, IReadOnlyList<TableEntity> rows)
    {
        private const int Partitions = 3;
        private int _written;

        /// <summary>Takes the rows of one submission as they lie in the table.</summary>
        public static async Task<RawSubmission> OfAsync(TableClient table, CancellationToken cancellation)
        {
            // Sheet, participant, ledger entry, answer and dirty mark, by the prefixes of their keys.
            var kinds = new Dictionary<string, TableEntity>();
            await foreach (var row in table.QueryAsync<TableEntity>(cancellationToken: cancellation))
                kinds[row.RowKey[..1]] = row;
            return new(table, [.. new[] { "k", "l", "s", "p", "d" }.Select(k => kinds[k])]);
        }

        /// <summary>Puts the participant row that each call reads.</summary>
        public async Task PrepareAsync(CancellationToken cancellation)
        {
            for (var n = 0; n < Partitions; n++)
                await table.UpsertEntityAsync(Copy(rows[3], Partition(n), ""), TableUpdateMode.Replace, cancellation);
        }

        public async Task WriteAsync(CancellationToken cancellation)
        {
            var n = Interlocked.Increment(ref _written);
            await table.GetEntityIfExistsAsync<TableEntity>(Partition(n), rows[3].RowKey, cancellationToken: cancellation);
            await table.SubmitTransactionAsync(
                rows.Select(row => new TableTransactionAction(
                    TableTransactionActionType.UpsertReplace, Copy(row, Partition(n), n.ToString("D6", CultureInfo.InvariantCulture)))),
                cancellation);
        }

        private static string Partition(int n) => $"raw|{n % Partitions}";

        private static TableEntity Copy(TableEntity row, string partition, string number)
        {
            var copy = new TableEntity(partition, row.RowKey + number);
            foreach (var (name, value) in row)
            {
                if (name is not ("PartitionKey" or "RowKey" or "Timestamp" or "odata.etag"))
                    copy[name] = value;
            }
            return copy;
        }
    }
}
