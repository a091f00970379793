using Campaigns.Local.Rehearsal;
using Xunit;

namespace Campaigns.Local.Tests.Rehearsal;

public sealed class AgendaTests
{
    static readonly DateTimeOffset Nine = new(2026, 4, 1, 1, 0, 0, TimeSpan.Zero);

    static Act Act(DateTimeOffset at, string id, string participant) => new(at, id, participant, _ => Task.FromResult<IReadOnlyList<Act>>([]));

    [Fact]
    public void TakeDue_ActsOfOneInstant_ComeByParticipantInTheOrderOfTheirIds()
    {
        var agenda = new Agenda();
        agenda.Add([Act(Nine, "b|2", "b"), Act(Nine, "a|1", "a"), Act(Nine, "b|1", "b"), Act(Nine.AddHours(1), "a|2", "a")]);

        var due = agenda.TakeDue(Nine);

        Assert.Equal([["a|1"], ["b|1", "b|2"]], due.Select(acts => acts.Select(a => a.Id).ToArray()));
        Assert.Equal(Nine.AddHours(1), agenda.Next);
        Assert.Equal(1, agenda.Count);
    }

    [Fact]
    public void TakeDue_BeforeAnythingIsDue_IsEmpty()
    {
        var agenda = new Agenda();
        agenda.Add([Act(Nine, "a|1", "a")]);

        Assert.Empty(agenda.TakeDue(Nine.AddTicks(-1)));
        Assert.Null(new Agenda().Next);
    }

    [Fact]
    public void Bits_OfTheSameParts_AreTheSameOnEveryMachine()
    {
        Assert.Equal(0x2881614502623112UL, Choice.Bits(1, "habit", "v-001", "q1"));
        Assert.NotEqual(Choice.Bits(1, "ab", "c"), Choice.Bits(1, "a", "bc"));
        Assert.All(Enumerable.Range(0, 1000), n => Assert.InRange(Choice.Share(n, "x"), 0, 0.999999999));
    }
}
