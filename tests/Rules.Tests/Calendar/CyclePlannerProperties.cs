using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Calendar;

/// <summary>What holds for the plan of any definition, in any year and zone.</summary>
public sealed class CyclePlannerProperties
{
    static readonly string[] zones = ["Asia/Shanghai", "Europe/Berlin", "America/New_York", "Pacific/Apia", "UTC"];

    [Fact]
    public void Plan_Windows_AreInOrder() => ForAll((definition, year) =>
        CyclePlanner.Plan(definition, year, Planning.ToTheEndOf2029).Windows.All(w =>
            w.AwaitingYear is not null || w.DueAt is null || w.OpensAt < w.DueAt && w.DueAt <= w.GraceUntil && w.GraceUntil <= w.LockedAt));

    [Fact]
    public void Plan_MadeTwice_IsTheSame() => ForAll((definition, year) =>
    {
        var (one, two) = (CyclePlanner.Plan(definition, year, Planning.ToTheEndOf2029), CyclePlanner.Plan(definition, year, Planning.ToTheEndOf2029));
        return one.Milestones.SequenceEqual(two.Milestones) && one.Windows.SequenceEqual(two.Windows);
    });

    [Fact]
    public void Plan_Milestones_AreOrderedWithDistinctIdsAndCloseLast() => ForAll((definition, year) =>
    {
        var milestones = CyclePlanner.Plan(definition, year, Planning.ToTheEndOf2029).Milestones;
        return milestones.Zip(milestones.Skip(1)).All(p => MilestoneOrder.Instance.Compare(p.First, p.Second) < 0)
            && milestones.Select(m => m.Id).Distinct().Count() == milestones.Count
            && milestones[^1].Kind is MilestoneKind.Close;
    });

    [Fact]
    public void Plan_EveryMilestone_HasAnInstantOrAYearThatItAwaits() => ForAll((definition, year) =>
        CyclePlanner.Plan(definition, year, Planning.ToTheEndOf2029).Milestones.All(m => m.At is null ^ m.AwaitingYear is null));

    [Fact]
    public void Plan_NothingOfAPhase_FiresBeforeItOpens() => ForAll((definition, year) =>
    {
        var plan = CyclePlanner.Plan(definition, year, Planning.ToTheEndOf2029);
        return plan.Windows.All(w => plan.Milestones.Where(m => m.Phase == w.Phase && m.At is not null).All(m => m.At >= w.OpensAt));
    });

    [Fact]
    public void Plan_WithMoreTables_MovesNothingThatWasKnown() => ForAll((definition, year) =>
    {
        var later = CyclePlanner.Plan(definition, year, Planning.ToTheEndOf2029).Milestones.ToDictionary(m => m.Id);
        return CyclePlanner.Plan(definition, year, HolidayTables.Bundled).Milestones.All(m => m.At is null || later[m.Id].At == m.At);
    });

    static void ForAll(Func<CampaignDefinition, int, bool> holds) =>
        Prop.ForAll(Definitions().ToArbitrary(), Gen.Choose(2024, 2029).ToArbitrary(), holds).QuickCheckThrowOnFailure();

    static Gen<Offset> Offsets(int least, int most) =>
        from days in Gen.Choose(least, most)
        from working in Gen.Elements(true, false)
        select new Offset(days, working);

    static Gen<When> Openings(IReadOnlyList<string> before) =>
        from anchor in Gen.Elements(before.Count == 0 ? new[] { Anchor.Start, Anchor.End, Anchor.Date } : [Anchor.Start, Anchor.End, Anchor.Date, Anchor.After])
        from offset in Offsets(anchor is Anchor.After ? 0 : -15, 15)
        from date in Dates()
        from phase in Gen.Elements(before.DefaultIfEmpty("").ToArray())
        select anchor switch
        {
            Anchor.Date => new When(anchor, offset, Date: date),
            Anchor.After => new When(anchor, offset, phase),
            _ => new When(anchor, offset),
        };

    static Gen<When> DueDates() =>
        from anchor in Gen.Elements(Anchor.Open, Anchor.Start, Anchor.End, Anchor.Date)
        from offset in Offsets(anchor is Anchor.Open ? 0 : -15, 25)
        from date in Dates()
        select new When(anchor, offset, Date: anchor is Anchor.Date ? date : null);

    static Gen<MonthDay> Dates() =>
        from month in Gen.Choose(1, 12)
        from day in Gen.Choose(1, DateTime.DaysInMonth(2024, month))
        select new MonthDay(month, day);

    static Gen<Period> Periods() => Gen.Elements(
        new Period(PeriodKind.Year, 1), new Period(PeriodKind.Half, 1), new Period(PeriodKind.Half, 2),
        new Period(PeriodKind.Quarter, 1), new Period(PeriodKind.Quarter, 4),
        new Period(PeriodKind.Month, 2), new Period(PeriodKind.Month, 10), new Period(PeriodKind.Month, 12));

    static Gen<Phase> Phases(int index, IReadOnlyList<string> before) =>
        from kind in Gen.Elements(Enum.GetValues<PhaseKind>())
        from period in Periods()
        from opens in Openings(before)
        from due in DueDates()
        from grace in Offsets(0, 5)
        from late in Offsets(0, 5)
        from graced in Gen.Elements(true, false)
        select new Phase
        {
            Id = $"p{index}",
            Kind = kind,
            Title = new LocalizedText($"{index}"),
            Period = period,
            By = Actor.Self,
            Tracks = [],
            Covers = [],
            Opens = opens,
            Due = kind is PhaseKind.Bulletin ? null : due,
            Grace = graced ? grace : null,
            Late = graced ? late : null,
            Ladder = "ladder",
        };

    static Gen<Rung> Rungs(int index) =>
        from anchor in Gen.Elements(Anchor.Open, Anchor.Due, Anchor.Locked)
        from offset in Offsets(anchor is Anchor.Open ? 0 : -10, 10)
        select new Rung($"{index}", new When(anchor, offset), [Audience.Reporter], null);

    static Gen<CampaignDefinition> Definitions() =>
        from zone in Gen.Elements(zones)
        from first in Phases(1, [])
        from second in Phases(2, ["p1"])
        from third in Phases(3, ["p1", "p2"])
        from one in Rungs(1)
        from two in Rungs(2)
        select new CampaignDefinition
        {
            Id = "any",
            Title = new LocalizedText("任意"),
            Authority = new Authority("county", zone, "cn", new TimeOnly(9, 0), new TimeOnly(18, 0)),
            Programme = new Programme(2024, 2029, new Dictionary<int, LocalizedText>()),
            Tracks = [],
            Standards = [],
            Phases = [first, second, third],
            Ladders = [new Ladder("ladder", [one, two])],
        };
}
