using System.Text.Json.Nodes;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Participants;

public sealed class ParticipantGroupsTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private readonly string _cycle = StorageFixture.NewId("cycle");

    private static IEnumerable<string> Units(int count) => Enumerable.Range(1, count).Select(i => $"v-{i:D4}");

    [Fact]
    public async Task Enrol_Twice_AddsNobodyTheSecondTime()
    {
        var test = new StoreUnderTest(fixture);
        Assert.Equal(130, await test.EnrolAsync(_cycle, "g-1", Units(130)));
        Assert.Equal(0, await test.EnrolAsync(_cycle, "g-1", Units(130)));
        Assert.Equal(20, await test.EnrolAsync(_cycle, "g-1", Units(150)));

        var read = await test.Store.ReadGroupAsync(_cycle, "g-1", default).ToListAsync();
        Assert.Equal(Units(150), read.Select(p => p.Key.Unit));
        Assert.Equal((true, 1L), await test.VerifyAsync(read[149].Key) is var v ? (v.Valid, v.Count) : default);
        Assert.Equal("g-1", await new StoreUnderTest(fixture).Index.GroupOfAsync(_cycle, "village", "v-0150", default));
        Assert.Equal(["t-01"], Assert.Single(await test.Index.GroupsAsync(_cycle, default)).Areas);
    }

    [Fact]
    public async Task Enrol_ByTwoAtOnce_EnrolsEachOnce()
    {
        var counts = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => Task.Run(() => new StoreUnderTest(fixture).EnrolAsync(_cycle, "g-1", Units(100)))));
        Assert.True(counts.Sum() >= 100);
        var test = new StoreUnderTest(fixture);
        foreach (var participant in await test.Store.ReadGroupAsync(_cycle, "g-1", default).ToListAsync())
            Assert.Equal((true, 1L), await test.VerifyAsync(participant.Key) is var v ? (v.Valid, v.Count) : default);
    }

    [Fact]
    public async Task Enrol_AfterAnEarlierCycle_CarriesItsClosingHash()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", "v-1");
        var closing = (await test.Store.ReadAsync(_cycle, "village", "v-1", default))!.Chain.Hash;
        var next = StorageFixture.NewId("cycle");
        await test.Store.EnrolAsync(next, "g-9", [StoreUnderTest.State("v-1")], StoreUnderTest.Start, Acts.Engine, default, previousCycle: _cycle);

        var stored = (await test.Store.ReadAsync(next, "village", "v-1", default))!;
        Assert.Equal(closing, stored.ChainStart.Hash);
        Assert.True((await test.VerifyAsync(stored.Key)).Valid);
        var cycles = (await test.Index.OfUnitAsync("v-1", default).ToListAsync()).Select(k => k.Cycle);
        Assert.Superset(new HashSet<string> { _cycle, next }, cycles.ToHashSet());
    }

    [Fact]
    public async Task Wave_OverAGroup_IsAPageAHeadAndABatchForEach96()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", Units(200));
        var before = test.Storage.Meter.Total;

        var wave = await WaveAsync(test, "lock");

        Assert.Equal(new GroupWave(200, 200, 0, 200), wave);
        Assert.Equal(1 + 1 + 3, test.Storage.Meter.Total - before);
        Assert.Equal(3, (await test.GroupEntriesAsync(_cycle, "g-1")).Count);
    }

    [Fact]
    public async Task Wave_OverLongStates_IsCutAtWhatTheServiceTakes()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", Units(60));
        var reason = new Dictionary<string, string> { ["deeds"] = new string('山', 14_000) };
        ParticipantState? Change(ParticipantState state) => state.NotApplicable.Count > 0 ? null : state with { NotApplicable = reason };

        var wave = await test.Store.TransactGroupAsync(
            _cycle, "g-1", "long", StoreUnderTest.Start, StoreUnderTest.Fact(Acts.PhaseLocked, "g-1"), Change, default);

        Assert.Equal((60, 60), (wave.Seen, wave.Changed));
        var entries = await test.GroupEntriesAsync(_cycle, "g-1");
        Assert.Equal(2, entries.Count);
        Assert.True(LedgerChain.Verify(entries).Valid);
    }

    [Fact]
    public async Task Wave_ThatDoesTwoThings_IsOneBatchWithAnEntryForEach()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", Units(30));
        var before = test.Storage.Meter.Total;

        var wave = await WaveAsync(test, "lock", Carded);

        Assert.Equal(new GroupWave(30, 30, 0, 30, 2), wave);
        Assert.Equal(1 + 1 + 1, test.Storage.Meter.Total - before);
        var entries = (await test.GroupEntriesAsync(_cycle, "g-1")).Select(e => JsonNode.Parse(e)!).ToList();
        Assert.Equal([Acts.PhaseLocked, Acts.CardRaised], entries.Select(e => (string?)e["act"]));
        Assert.Equal("village/v-0007 village/v-0017", (string?)entries[1]["facts"]!["members"]);
        Assert.Equal(new GroupWave(30, 0, 0, 0, 2), await WaveAsync(test, "lock", Carded));
    }

    private static readonly WaveFact Carded = new(
        StoreUnderTest.Fact(Acts.CardRaised, "g-1"), (_, after) => after.Unit is "v-0007" or "v-0017", state => state.Unit is "v-0007" or "v-0017");

    [Fact]
    public async Task Wave_Again_ChangesNobodyAndWritesNothing()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", Units(30));
        await WaveAsync(test, "lock");
        Assert.Equal(new GroupWave(30, 0, 0), await WaveAsync(test, "lock"));
        Assert.Single(await test.GroupEntriesAsync(_cycle, "g-1"));
    }

    [Fact]
    public async Task Wave_ByThreeAtOnce_ChangesEachOnceAndNamesEachOnce()
    {
        await new StoreUnderTest(fixture).EnrolAsync(_cycle, "g-1", Units(150));
        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(() => WaveAsync(new StoreUnderTest(fixture), "lock"))));

        var test = new StoreUnderTest(fixture);
        Assert.All(await test.Store.ReadGroupAsync(_cycle, "g-1", default).ToListAsync(), p => Assert.Equal(SheetStatus.Silent, p.State.Phase("q1").Status));
        var entries = await test.GroupEntriesAsync(_cycle, "g-1");
        Assert.True(LedgerChain.Verify(entries).Valid);
        var named = entries.SelectMany(e => ((string)JsonNode.Parse(e)!["facts"]!["members"]!).Split(' '));
        Assert.Equal(Units(150).Select(u => $"village/{u}"), named.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Wave_WhenAParticipantMovesUnderIt_DecidesOnThatOneAnew()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", Units(10));
        var other = new StoreUnderTest(fixture);
        var once = 0;
        ParticipantState? Change(ParticipantState state)
        {
            // The last one is looked at; before its batch goes out somebody else hands something in for the third.
            if (state.Unit == "v-0010" && Interlocked.Exchange(ref once, 1) == 0)
                other.AttachAsync(new(_cycle, "g-1", "village", "v-0003"), "late").GetAwaiter().GetResult();
            return StoreUnderTest.Silence(state);
        }

        var wave = await test.Store.TransactGroupAsync(
            _cycle, "g-1", "lock", StoreUnderTest.Start, StoreUnderTest.Fact(Acts.PhaseLocked, "g-1"), Change, default);

        Assert.Equal(new GroupWave(10, 10, 1, 10), wave);
        var moved = (await test.Store.ReadAsync(_cycle, "village", "v-0003", default))!.State.Phase("q1");
        Assert.Equal((SheetStatus.Silent, 1), (moved.Status, moved.Evidence["deeds"]));
    }

    [Fact]
    public async Task Wave_BegunAgain_ReportsWhatHoldsHoweverMuchWasLeftToDo()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", Units(5));
        Task<GroupWave> LockAsync(params string[] only) => test.Store.TransactGroupAsync(
            _cycle, "g-1", "lock", StoreUnderTest.Start, StoreUnderTest.Fact(Acts.PhaseLocked, "g-1"),
            state => only.Length == 0 || only.Contains(state.Unit) ? StoreUnderTest.Silence(state) : null, default,
            state => state.Phase("q1").Status == SheetStatus.Silent);

        // A run that was killed after two of them, then the whole of it, twice.
        await LockAsync("v-0001", "v-0002");
        Assert.Equal(new GroupWave(5, 3, 0, 5), await LockAsync());
        Assert.Equal(new GroupWave(5, 0, 0, 5), await LockAsync());
    }

    [Fact]
    public async Task Transact_Committed_LeavesTheMarkAndAHint()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", "v-1");
        await test.Storage.Tables.Participants.DeleteEntityAsync(ParticipantKeys.Partition(_cycle, "g-1"), ParticipantKeys.DirtyMark);
        await test.AttachAsync(new(_cycle, "g-1", "village", "v-1"), "f");

        Assert.True((await test.Storage.Tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(_cycle, "g-1"), ParticipantKeys.DirtyMark)).HasValue);
        Assert.True((await test.Storage.Tables.Cycles.GetEntityIfExistsAsync<TableEntity>(DirtyHints.Partition, _cycle + "|g-1")).HasValue);
    }

    [Fact]
    public async Task Hint_ByOneProcess_IsLeftOnceInHalfAMinuteOfCampaignTime()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", "v-1");
        var key = new ParticipantKey(_cycle, "g-1", "village", "v-1");
        async Task<long> CostAsync(string operation)
        {
            var before = test.Storage.Meter.Total;
            await test.AttachAsync(key, operation);
            return test.Storage.Meter.Total - before;
        }

        Assert.Equal(2, await CostAsync("within"));
        test.Time.MoveTo(StoreUnderTest.Start + DirtyHints.Interval);
        Assert.Equal(3, await CostAsync("after"));
        Assert.Equal(2, await CostAsync("within again"));
    }

    [Fact]
    public async Task Hints_OfAMilestonesGroups_AreOneRequest()
    {
        var test = new StoreUnderTest(fixture);
        string[] groups = ["g-1", "g-2", "g-3"];
        var before = test.Storage.Meter.Total;
        await test.Store.HintAsync(_cycle, groups, default);
        await test.Store.HintAsync(_cycle, groups, default);
        Assert.Equal(1, test.Storage.Meter.Total - before);
        foreach (var group in groups)
            Assert.True((await test.Storage.Tables.Cycles.GetEntityIfExistsAsync<TableEntity>(DirtyHints.Partition, $"{_cycle}|{group}")).HasValue);
    }

    [Fact]
    public async Task ReadGroup_AfterOne_GoesOnWithTheNext()
    {
        var test = new StoreUnderTest(fixture);
        await test.EnrolAsync(_cycle, "g-1", Units(5));
        var rest = await test.Store.ReadGroupAsync(_cycle, "g-1", default, new(_cycle, "g-1", "village", "v-0003")).ToListAsync();
        Assert.Equal(["v-0004", "v-0005"], rest.Select(p => p.Key.Unit));
    }

    private Task<GroupWave> WaveAsync(StoreUnderTest test, string wave, WaveFact? also = null) => test.Store.TransactGroupAsync(
        _cycle, "g-1", wave, StoreUnderTest.Start, StoreUnderTest.Fact(Acts.PhaseLocked, "g-1"), StoreUnderTest.Silence, default, also: also);
}
