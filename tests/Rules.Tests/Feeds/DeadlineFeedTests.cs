using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Feeds;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Cycles;
using Xunit;

namespace Campaigns.Rules.Tests.Feeds;

public sealed class DeadlineFeedTests
{
    private static readonly ParticipantState Village = new() { Track = "village", Unit = "v-1", Parent = "t", Area = "t" };
    private static readonly FeedScope Reporter = new(Set("v-1"), Set(), Set());
    private static readonly FeedScope Reviewer = new(Set(), Set(), Set("t"));

    [Fact]
    public void Own_OfAReporter_AreItsPhasesAtTheirDueDates()
    {
        var entries = Of(Reporter, Village);
        Assert.Equal(["c.q1.village.v-1@campaigns", "c.q3.village.v-1@campaigns"], entries.Select(e => e.Uid));
        Assert.Equal(("2026-04-10 18:00", 1, false), (Year.Local(entries[0].At), entries[0].Sequence, entries[0].Cancelled));
        var title = Year.Definition.Phase("q1").Title;
        Assert.Equal($"{title.In("zh")} · 名v-1", entries[0].Title);
        Assert.Equal($"{Year.Definition.Title.In("zh")}\n截止 2026-04-10 18:00 (Asia/Shanghai)\n此后不再受理 2026-04-16 18:00", entries[0].Description);
        var english = Of(Reporter, "en", Village)[0];
        Assert.Equal($"{title.In("en")} · 名v-1", english.Title);
        Assert.Contains("\nDue 2026-04-10 18:00 (Asia/Shanghai)\nNothing is taken after 2026-04-16 18:00", english.Description, StringComparison.Ordinal);
        Assert.Empty(Of(new(Set("v-2"), Set(), Set("u")), Village));
    }

    [Fact]
    public void Deadline_ThatMoves_KeepsItsUid_AndItsSequenceRises()
    {
        var extended = Village with { Dates = new() { Extensions = [Extension(ExtensionState.Granted)] } };
        var (before, after) = (Of(Reporter, Village)[1], Of(Reporter, extended)[1]);
        Assert.Equal(before.Uid, after.Uid);
        Assert.Equal(("2026-10-20 18:00", 5), (Year.Local(after.At), after.Sequence));
        Assert.Equal(before, Of(Reporter, Village with { Dates = new() { Extensions = [Extension(ExtensionState.Requested)] } })[1]);
        // A deadline that passed in silence comes back with an extension.
        var silent = Of(Reporter, Village.With("q3", new() { Status = SheetStatus.Silent }))[1];
        Assert.True(silent is { Cancelled: true, Sequence: 2 } && after.Sequence > silent.Sequence);
        Assert.Equal(7, DeadlineFeed.Of(Cycle with { PlanVersion = 3 }, Reporter, [extended], Name, "zh")[1].Sequence);
    }

    [Theory]
    [InlineData(SheetStatus.Submitted, 1, 5)]
    [InlineData(SheetStatus.Accepted, 1, 6)]
    [InlineData(SheetStatus.Silent, 0, 2)]
    public void Deadline_ThatIsOver_IsCancelled(SheetStatus status, int version, int sequence)
    {
        var entry = Of(Reporter, Village.With("q1", new() { Status = status, Version = version }))[0];
        Assert.Equal((true, sequence), (entry.Cancelled, entry.Sequence));
    }

    [Fact]
    public void Deadline_OfACancelledCycleOrOfWhoLeft_IsCancelled()
    {
        Assert.All(DeadlineFeed.Of(Cycle with { State = CycleState.Cancelled }, Reporter, [Village], Name, "zh"), e => Assert.True(e is { Cancelled: true, Sequence: 2 }));
        Assert.All(DeadlineFeed.Of(Cycle with { State = CycleState.Cancelled }, Reviewer, [Village], Name, "zh"), e => Assert.True(e is { Cancelled: true, Sequence: 2 }));
        var fulfilled = Village.With("q1", new() { Fulfilled = Fulfilment.NilReturn });
        Assert.Equal((true, 2), (Of(Reporter, fulfilled)[0].Cancelled, Of(Reporter, fulfilled)[0].Sequence));
    }

    [Fact]
    public void Returned_Sheet_HasAnEntryOfItsOwn()
    {
        var returned = new PhaseState { Status = SheetStatus.Returned, Version = 1, Returns = 1, ReworkUntil = Year.Local("2026-04-28 18:00") };
        var rework = Of(Reporter, Village.With("q1", returned)).Single(e => e.Uid == "c.q1.village.v-1.rework1@campaigns");
        Assert.Equal(("2026-04-28 18:00", false), (Year.Local(rework.At), rework.Cancelled));
        Assert.StartsWith("修改: ", rework.Title, StringComparison.Ordinal);
        Assert.StartsWith("Rework: ", Of(Reporter, "en", Village.With("q1", returned)).Single(e => e.Uid == rework.Uid).Title, StringComparison.Ordinal);
        var again = Of(Reporter, Village.With("q1", returned with { Status = SheetStatus.Submitted, Version = 2 }));
        Assert.True(again.Single(e => e.Uid == rework.Uid) is { Cancelled: true } over && over.Sequence > rework.Sequence);
    }

    [Fact]
    public void Reviewer_OfFortyUnits_HasOneEntryAPhase_AndOneMoreForWhomHasMoreTime()
    {
        var villages = Enumerable.Range(1, 40).Select(n => Village with { Unit = $"v-{n}" }).ToArray();
        var entries = Of(Reviewer, villages);
        Assert.Equal(["c.q1.below.t@campaigns", "c.q3.below.t@campaigns", "c.h.below.t@campaigns"], entries.Select(e => e.Uid));
        Assert.StartsWith("共40个，尚有40个未完成\n", entries[0].Description, StringComparison.Ordinal);
        Assert.StartsWith("40 of 40 still open\n", Of(Reviewer, "en", villages)[0].Description, StringComparison.Ordinal);

        villages[0] = villages[0] with { Dates = new() { Extensions = [Extension(ExtensionState.Granted)] } };
        villages[1] = villages[1].With("q3", new() { Status = SheetStatus.Submitted, Version = 1 });
        var q3 = Of(Reviewer, villages).Where(e => e.Uid.StartsWith("c.q3.", StringComparison.Ordinal)).ToList();
        Assert.Equal([("c.q3.below.t@campaigns", "2026-10-10 18:00"), ("c.q3.below.t.village.v-1@campaigns", "2026-10-20 18:00")],
            q3.Select(e => (e.Uid, Year.Local(e.At))));
        Assert.StartsWith("共39个，尚有38个未完成\n", q3[0].Description, StringComparison.Ordinal);
        Assert.All(q3, e => Assert.True(e is { Cancelled: false, Sequence: 9 }));

        var done = villages.Select(v => v.With("q3", new() { Status = SheetStatus.Submitted, Version = 1 })).ToArray();
        Assert.All(Of(Reviewer, done).Where(e => e.Uid.StartsWith("c.q3.", StringComparison.Ordinal)), e => Assert.True(e.Cancelled));
    }

    [Fact]
    public void Liaison_OfSeveralUnits_HasOneEntryAPhase_OfTheirReportsAlone()
    {
        var scope = new FeedScope(Set("v-3"), Set("v-1", "v-2", "v-3"), Set());
        var entries = Of(scope, Village, Village with { Unit = "v-2" }, Village with { Unit = "v-3" }, Village with { Unit = "v-4" });
        Assert.Equal(
            ["c.q1.beside.t@campaigns", "c.q1.village.v-3@campaigns", "c.q3.beside.t@campaigns", "c.q3.village.v-3@campaigns"], entries.Select(e => e.Uid));
        Assert.StartsWith("共2个，", entries[0].Description, StringComparison.Ordinal);
    }

    private static readonly FeedCycle Cycle = new("c", Year.Definition, Year.At("2026-03-01 09:00").Windows, 1, CycleState.Running);

    private static IReadOnlyList<CalendarEntry> Of(FeedScope scope, params ParticipantState[] participants) => Of(scope, "zh", participants);

    private static IReadOnlyList<CalendarEntry> Of(FeedScope scope, string language, params ParticipantState[] participants) =>
        DeadlineFeed.Of(Cycle, scope, participants, Name, language);

    private static string Name(string unit) => "名" + unit;

    private static HashSet<string> Set(params string[] units) => [.. units];

    private static Extension Extension(ExtensionState state) => new()
    {
        Id = "q3-1",
        Phase = "q3",
        State = state,
        Reason = "r",
        OldDueAt = Year.Local("2026-10-10 18:00"),
        DueAt = Year.Local("2026-10-20 18:00"),
        GraceUntil = Year.Local("2026-10-20 18:00"),
        LockedAt = Year.Local("2026-10-20 18:00"),
        RequestedBy = "p",
        RequestedAt = Year.Local("2026-09-25 10:00"),
    };
}
