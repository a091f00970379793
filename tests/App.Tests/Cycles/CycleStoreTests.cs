using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Xunit;

namespace Campaigns.App.Tests.Cycles;

public sealed class CycleStoreTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 1, 0, 0, TimeSpan.Zero);
    private static readonly Milestone Opens = new("q1|open", "q1", MilestoneKind.Open, null, Start.AddDays(1));

    [Fact]
    public async Task Milestone_ClaimedAndFinished_CostsOneWriteEach_AndTheEpochIsKnownMeanwhile()
    {
        var (storage, cycles, snapshot) = await ClaimableAsync();
        var before = storage.Meter.Total;

        var claimed = (await cycles.AdvanceAsync(snapshot, [], Opens.Id, Start.AddDays(1), default))!.Claimed;
        var seen = await cycles.ReadRecentAsync(snapshot.Cycle.Id, default);
        await cycles.FinishAsync(Work(snapshot, claimed), new(Changed: 3), Start.AddDays(2), default);

        Assert.Equal(2, storage.Meter.Total - before);
        Assert.Equal(snapshot.Cycle.Epoch, seen!.Epoch);
        var row = await cycles.ReadMilestoneAsync(snapshot.Cycle.Id, Opens.Id, default);
        Assert.Equal((MilestoneState.Done, Start.AddDays(2), new WaveCounts(Changed: 3)), (row!.State, row.DoneAt, row.Counts));
        // What is kept of the row is what is there: the next change over it is taken.
        var after = (await cycles.ReadSnapshotAsync(snapshot.Cycle.Id, default))! with { Cycle = seen };
        Assert.NotNull(await cycles.AdvanceAsync(after, [new(Opens, MilestoneState.Superseded)], null, Start, default));
    }

    [Fact]
    public async Task Milestone_FinishedTwice_KeepsTheFirst()
    {
        var (_, cycles, snapshot) = await ClaimableAsync();
        var claimed = (await cycles.AdvanceAsync(snapshot, [], Opens.Id, Start.AddDays(1), default))!.Claimed;
        await cycles.FinishAsync(Work(snapshot, claimed), new(Changed: 3), Start.AddDays(2), default);

        await cycles.FinishAsync(Work(snapshot, claimed), new(Changed: 9), Start.AddDays(5), default);
        await cycles.FinishAsync(Work(snapshot, null), new(Changed: 9), Start.AddDays(5), default);

        Assert.Equal(Start.AddDays(2), (await cycles.ReadMilestoneAsync(snapshot.Cycle.Id, Opens.Id, default))!.DoneAt);
    }

    [Fact]
    public async Task Milestone_ClaimedByADriverThatDied_IsFinishedFromWhatTheNextOneRead()
    {
        var (_, cycles, snapshot) = await ClaimableAsync();
        await cycles.AdvanceAsync(snapshot, [], Opens.Id, Start.AddDays(1), default);
        var next = (await cycles.ReadSnapshotAsync(snapshot.Cycle.Id, default))!;

        var claimed = (await cycles.AdvanceAsync(next, [], Opens.Id, Start.AddDays(1), default))!.Claimed;
        Assert.NotNull(claimed);
        await cycles.FinishAsync(Work(next, claimed), new(), Start.AddDays(2), default);

        Assert.Equal(MilestoneState.Done, (await cycles.ReadMilestoneAsync(snapshot.Cycle.Id, Opens.Id, default))!.State);
    }

    [Fact]
    public async Task Claim_SaysWhoAndWhen_AndIsTheNextDriversFromItsOwnTakingOn()
    {
        var (storage, cycles, snapshot) = await ClaimableAsync();
        var id = snapshot.Cycle.Id;
        await cycles.AdvanceAsync(snapshot, [], Opens.Id, Start.AddDays(1), default);
        var first = (await cycles.ReadSnapshotAsync(id, default))!;
        Assert.Equal((Start.AddDays(1), new MilestoneClaim(1, Start.AddDays(1))), (first.Progress.Milestones[0].ClaimedAt, first.Milestones[0].Claim));

        // Asked again, the same driver claims nothing: its time runs on, and nothing is written.
        var before = storage.Meter.Total;
        Assert.NotNull((await cycles.AdvanceAsync(first, [], Opens.Id, Start.AddDays(2), default))!.Claimed);
        Assert.Equal(0, storage.Meter.Total - before);

        await cycles.ChangeAsync(id, "raise", c => c with { Epoch = 2 }, default);
        var claimed = (await cycles.AdvanceAsync((await cycles.ReadSnapshotAsync(id, default))!, [], Opens.Id, Start.AddDays(3), default))!.Claimed;
        var second = (await cycles.ReadSnapshotAsync(id, default))!;
        Assert.Equal((MilestoneState.Claimed, new MilestoneClaim(2, Start.AddDays(3))), (second.Milestones[0].State, second.Milestones[0].Claim));

        await cycles.FinishAsync(Work(second, claimed), new(), Start.AddDays(4), default);
        var done = (await cycles.ReadMilestoneAsync(id, Opens.Id, default))!;
        Assert.Equal((MilestoneState.Done, null), (done.State, done.Claim));
    }

    [Fact]
    public async Task Claim_OfASnapshotThatIsOld_IsRefused()
    {
        var (_, cycles, snapshot) = await ClaimableAsync();
        await cycles.AdvanceAsync(snapshot, [], Opens.Id, Start.AddDays(1), default);

        Assert.Null(await cycles.AdvanceAsync(snapshot with { Cycle = snapshot.Cycle with { Epoch = 2 } }, [], Opens.Id, Start.AddDays(1), default));
    }

    private static MilestoneWork Work(CycleSnapshot snapshot, ClaimedRow? claimed) =>
        new(snapshot.Cycle.Id, snapshot.Cycle.Epoch, Opens, [OneGroupCycle.Group], Opens.Id) { Claimed = claimed };

    private async Task<(TestStorage Storage, CycleStore Cycles, CycleSnapshot Snapshot)> ClaimableAsync()
    {
        var storage = fixture.Open();
        var cycles = new CycleStore(storage.Tables, new LongTexts(storage.Blobs), TimeProvider.System);
        var cycle = await OneGroupCycle.CreateAsync(cycles, StorageFixture.NewId("cycle"), Opens);
        return (storage, cycles, (await cycles.ReadSnapshotAsync(cycle.Id, default))!);
    }
}
