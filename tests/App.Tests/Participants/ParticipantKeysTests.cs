using Campaigns.App.Participants;
using Xunit;

namespace Campaigns.App.Tests.Participants;

public sealed class ParticipantKeysTests
{
    [Fact]
    public void Partition_OfAGroup_StartsWithTwoDigitsOfAStableHash() =>
        Assert.Equal("90|contest-2026|t-01", ParticipantKeys.Partition("contest-2026", "t-01"));

    [Fact]
    public void Partitions_OfManyGroups_SpreadOverTheHash()
    {
        var prefixes = Enumerable.Range(0, 512).Select(i => ParticipantKeys.Partition("contest-2026", $"g-{i}")[..2]).Distinct().Count();
        Assert.InRange(prefixes, 180, 256);
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("v-001", true)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("V1", false)]
    [InlineData("a|b", false)]
    [InlineData("a/b", false)]
    [InlineData("村", false)]
    public void IsSlug_TellsIdsFromOtherText(string? value, bool expected) => Assert.Equal(expected, ParticipantKeys.IsSlug(value));

    [Fact]
    public void IsSlug_LongerThan64_IsNot()
    {
        Assert.True(ParticipantKeys.IsSlug(new string('a', 64)));
        Assert.False(ParticipantKeys.IsSlug(new string('a', 65)));
    }

    [Fact]
    public void Keys_OfAnythingButSlugs_AreAFault()
    {
        Assert.Throws<ArgumentException>(() => ParticipantKeys.Participant("village", "v|1"));
        Assert.Throws<ArgumentException>(() => ParticipantKeys.Partition("c", "g/1"));
        Assert.Throws<ArgumentOutOfRangeException>(() => ParticipantKeys.GroupEntry(0));
    }

    [Fact]
    public void Ranges_HoldTheirOwnRowsAndNoOthers()
    {
        string[] keys =
        [
            ParticipantKeys.DirtyMark, ParticipantKeys.GroupHead, ParticipantKeys.GroupEntry(1), ParticipantKeys.GroupEntry(12),
            ParticipantKeys.Participant("village", "v-1"), ParticipantKeys.Participant("village", "v-10"), ParticipantKeys.Sheet("village", "v-1", "q1"),
            ParticipantKeys.Appraisal("village", "v-1", "h1"),
            ParticipantKeys.Evidence("village", "v-1", "e1"), ParticipantKeys.Evidence("village", "v-10", "e2"),
            ParticipantKeys.LedgerEntry("village", "v-1", 1), ParticipantKeys.LedgerEntry("village", "v-1", 2),
            ParticipantKeys.LedgerEntry("village", "v-10", 1),
            ParticipantKeys.Operation("op"), ParticipantKeys.Answer("op"), ParticipantKeys.Untold("op"),
        ];
        Assert.Equal(keys.Length, keys.Distinct().Count());
        Assert.Equal(2, Within(keys, ParticipantKeys.ParticipantRange));
        Assert.Equal(3, Within(keys, ParticipantKeys.CountRange));
        Assert.Equal(2, Within(keys, ParticipantKeys.GroupLedgerRange));
        Assert.Equal(1, Within(keys, ParticipantKeys.EvidenceRange("village", "v-1")));
        Assert.Equal(2, Within(keys, ParticipantKeys.LedgerRange("village", "v-1")));
    }

    [Fact]
    public void After_APrefixOfAnotherId_StartsAtTheOther()
    {
        var after = ParticipantKeys.After(ParticipantKeys.Participant("village", "v-1"));
        Assert.True(string.CompareOrdinal(ParticipantKeys.Participant("village", "v-1"), after) < 0);
        Assert.True(string.CompareOrdinal(ParticipantKeys.Participant("village", "v-1-a"), after) > 0);
        Assert.True(string.CompareOrdinal(ParticipantKeys.Participant("village", "v-10"), after) > 0);
    }

    private static int Within(string[] keys, (string From, string To) range) =>
        keys.Count(k => string.CompareOrdinal(k, range.From) >= 0 && string.CompareOrdinal(k, range.To) < 0);
}
