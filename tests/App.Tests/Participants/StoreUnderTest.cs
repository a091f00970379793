using Azure.Core.Pipeline;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.Local.Clocks;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Microsoft.Extensions.Logging.Abstractions;

namespace Campaigns.App.Tests.Participants;

/// <summary>A participant store of its own over the shared emulator, as one process would have it, and the acts that tests do with it.</summary>
internal sealed class StoreUnderTest
{
    public static readonly DateTimeOffset Start = new(2026, 4, 1, 1, 0, 0, TimeSpan.Zero);

    public StoreUnderTest(StorageFixture fixture, HttpPipelinePolicy? faults = null)
    {
        Storage = fixture.Open(faults);
        Index = new(Storage.Tables);
        var texts = new LongTexts(Storage.Blobs);
        var outbox = new Outbox(Storage.Tables, texts, (_, told, _) => TellAsync(told), NullLogger<Outbox>.Instance);
        Store = new(
            Storage.Tables, Index, new DirtyHints(Storage.Tables, new CampaignClock(Time), NullLogger<DirtyHints>.Instance), texts, outbox,
            TimeProvider.System);
    }

    public TestStorage Storage { get; }

    public ParticipationIndex Index { get; }

    public ParticipantStore Store { get; }

    /// <summary>What people were told, in order.</summary>
    public List<DirectNotice> Told { get; } = [];

    /// <summary>False while telling fails.</summary>
    public bool MayTell { get; set; } = true;

    /// <summary>Campaign time, which stands still until a test moves it.</summary>
    public VirtualTime Time { get; } = new(Start);

    public static ParticipantState State(string unit, string track = "village") => new() { Track = track, Unit = unit, Parent = "t-01", Area = "t-01" };

    public Task<int> EnrolAsync(string cycle, string group, params IEnumerable<string> units) =>
        Store.EnrolAsync(cycle, group, [.. units.Select(u => State(u))], Start, Acts.Engine, CancellationToken.None);

    /// <summary>Counts one file under a clause: an act with a ledger entry that commutes with itself.</summary>
    public Task<ParticipantOutcome> AttachAsync(ParticipantKey key, string operation, params TableTransactionAction[] rows) =>
        Store.TransactAsync(
            key, new(operation, Start), (current, _) => ValueTask.FromResult(new ParticipantWrite(Attach(current.State, operation), rows)), default);

    public static Decision<ParticipantState> Attach(ParticipantState state, string file)
    {
        var phase = state.Phase("q1");
        var evidence = new Dictionary<string, int>(phase.Evidence) { ["deeds"] = phase.Evidence.GetValueOrDefault("deeds") + 1 };
        var fact = new LedgerFact(Acts.EvidenceAttached, "p-1", $"{state.Track}/{state.Unit}/q1", new Dictionary<string, string> { ["evidence"] = file });
        return Decision.Accept(state.With("q1", phase with { Evidence = evidence }), fact);
    }

    public static LedgerFact Fact(string act, string group) => new(act, Acts.Engine, group, new Dictionary<string, string>());

    /// <summary>Silences everybody who has not handed anything in for q1; null where there is nothing to do.</summary>
    public static ParticipantState? Silence(ParticipantState state) =>
        state.Phase("q1").Status == SheetStatus.Open ? state.With("q1", state.Phase("q1") with { Status = SheetStatus.Silent }) : null;

    private Task TellAsync(IReadOnlyList<DirectNotice> told)
    {
        if (!MayTell)
            throw new IOException("Nothing can be told right now.");
        Told.AddRange(told);
        return Task.CompletedTask;
    }

    public async Task<VerifyResult> VerifyAsync(ParticipantKey key)
    {
        var stored = await Store.ReadAsync(key, default);
        var (from, to) = ParticipantKeys.LedgerRange(key.Track, key.Unit);
        return LedgerChain.Verify(await EntriesAsync(key, from, to), stored!.ChainStart, stored.Chain);
    }

    /// <summary>The exact entries of a range, oldest first.</summary>
    public async Task<List<string>> EntriesAsync(ParticipantKey key, string from, string to)
    {
        var entries = new List<string>();
        await foreach (var row in Storage.Tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(key.Cycle, key.Group), from, to, default))
            entries.Add(row.GetString("Entry"));
        return entries;
    }

    public async Task<List<string>> GroupEntriesAsync(string cycle, string group)
    {
        var (from, to) = ParticipantKeys.GroupLedgerRange;
        return await EntriesAsync(new(cycle, group, "village", "v"), from, to);
    }
}
