using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Campaigns.Rules.Ledger;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Ledger;

public sealed class LedgerChainTests
{
    private static readonly DateTimeOffset At = new(2026, 4, 2, 17, 30, 0, TimeSpan.FromHours(8));

    private static readonly LedgerFact Submitted = new(
        Acts.SheetSubmitted, "p-1", "villages/v-001/q1", new Dictionary<string, string> { ["version"] = "1", ["score"] = "88" });

    [Fact]
    public void Append_OneFact_WritesItsCanonicalText()
    {
        var (entries, head) = LedgerChain.Append(LedgerHead.Empty, At, [Submitted with { Why = "补报“三会一课”" }]);

        var entry = Assert.Single(entries);
        Assert.Equal(
            """{"seq":1,"at":"2026-04-02T09:30:00.0000000Z","by":"p-1","act":"sheetSubmitted","subject":"villages/v-001/q1","why":"补报“三会一课”",""" +
            $$$"""
            "facts":{"score":"88","version":"1"},"prev":"{{{new string('0', 64)}}}"}
            """, entry.Text);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(new string('0', 64) + entry.Text))), entry.Hash);
        Assert.Equal(new LedgerHead(1, entry.Hash), head);
    }

    [Fact]
    public void Append_InTwoSteps_IsTheSameChainAsInOne()
    {
        var (one, head) = LedgerChain.Append(LedgerHead.Empty, At, [Submitted, Submitted]);
        var (first, middle) = LedgerChain.Append(LedgerHead.Empty, At, [Submitted]);
        var (second, end) = LedgerChain.Append(middle, At, [Submitted]);

        Assert.Equal(one, first.Concat(second));
        Assert.Equal(head, end);
    }

    [Fact]
    public void Append_FirstEntryOfAYear_CarriesTheClosingHashOfTheYearBefore()
    {
        var (_, closing) = LedgerChain.Append(LedgerHead.Empty, At, [Submitted]);

        var (entries, head) = LedgerChain.Append(LedgerHead.After(closing.Hash), At.AddYears(1), [Submitted]);

        Assert.Equal(1, entries[0].Seq);
        Assert.Contains($"\"prev\":\"{closing.Hash}\"", entries[0].Text, StringComparison.Ordinal);
        Assert.True(LedgerChain.Verify([entries[0].Text], LedgerHead.After(closing.Hash), head).Valid);
        Assert.Equal(1, LedgerChain.Verify([entries[0].Text], LedgerHead.Empty, head).BrokenAt);
    }

    [Fact]
    public void After_NoYearBefore_IsTheHeadOfAChainWithoutAPast() => Assert.Equal(LedgerHead.Empty, LedgerHead.After(null));

    [Fact]
    public void Append_TextThatUtf8CannotCarry_StillVerifiesAfterStorage()
    {
        var (entries, head) = LedgerChain.Append(LedgerHead.Empty, At, [Submitted with { Why = "half a pair: \ud83d, control: \u0001, 引号\"" }]);

        var stored = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(entries[0].Text));

        Assert.Equal(entries[0].Text, stored);
        Assert.True(LedgerChain.Verify([stored], anchor: head).Valid);
    }

    [Fact]
    public void Verify_IntactChain_NamesCountAndHead()
    {
        var (entries, head) = Chain(5);

        Assert.Equal(new VerifyResult(true, 5, head.Hash), LedgerChain.Verify(Texts(entries), anchor: head));
        Assert.True(LedgerChain.Verify([], anchor: LedgerHead.Empty).Valid);
    }

    [Fact]
    public void Verify_PartOfAChain_StartsFromTheHeadBeforeIt()
    {
        var (entries, head) = Chain(5);

        Assert.True(LedgerChain.Verify(Texts(entries).Skip(2), new LedgerHead(2, entries[1].Hash), head).Valid);
    }

    [Fact]
    public void Verify_TailCutOff_NamesTheFirstMissingEntry()
    {
        var (entries, head) = Chain(5);

        Assert.Equal(4, LedgerChain.Verify(Texts(entries).Take(3), anchor: head).BrokenAt);
        Assert.Equal(1, LedgerChain.Verify([], anchor: head).BrokenAt);
    }

    [Fact]
    public void Verify_EntriesBeyondTheAnchor_NamesTheFirstOfThem()
    {
        var (entries, _) = Chain(5);

        Assert.Equal(4, LedgerChain.Verify(Texts(entries), anchor: new LedgerHead(3, entries[2].Hash)).BrokenAt);
    }

    [Fact]
    public void Verify_LastEntryRewritten_IsFoundByTheAnchor()
    {
        var (entries, head) = Chain(5);
        var (forged, _) = LedgerChain.Append(new LedgerHead(4, entries[3].Hash), At, [Submitted with { By = "p-2" }]);

        Assert.Equal(5, LedgerChain.Verify(Texts(entries).Take(4).Append(forged[0].Text), anchor: head).BrokenAt);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"seq":"3","prev":""}""")]
    [InlineData("""{"seq":3}""")]
    public void Verify_EntryThatIsNone_IsNamed(string text)
    {
        var (entries, head) = Chain(5);
        var texts = Texts(entries).ToList();
        texts[2] = text;

        Assert.Equal(3, LedgerChain.Verify(texts, anchor: head).BrokenAt);
    }

    [Fact]
    public void Verify_AnyCharacterChanged_IsAlwaysFoundAtItsEntry()
    {
        var cases =
            from length in Gen.Choose(1, 8)
            from entry in Gen.Choose(0, length - 1)
            from place in Gen.Choose(0, 10_000)
            from shift in Gen.Choose(1, 9)
            select (length, entry, place, shift);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (entries, head) = Chain(c.length);
            var texts = Texts(entries).ToList();
            var letters = texts[c.entry].ToCharArray();
            letters[c.place % letters.Length] += (char)c.shift;
            texts[c.entry] = new string(letters);
            var result = LedgerChain.Verify(texts, anchor: head);
            // A change inside "prev" breaks the seam to the entry before, which is then the first that nothing proves.
            return !result.Valid && (result.BrokenAt == c.entry + 1 || (result.BrokenAt == c.entry && c.place % letters.Length > letters.Length - 68));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Verify_EntriesSwappedOrDropped_IsAlwaysFound()
    {
        var cases = from length in Gen.Choose(2, 8) from first in Gen.Choose(0, length - 2) select (length, first);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var (entries, head) = Chain(c.length);
            var texts = Texts(entries).ToList();
            List<string> swapped = [.. texts];
            (swapped[c.first], swapped[c.first + 1]) = (swapped[c.first + 1], swapped[c.first]);
            List<string> dropped = [.. texts.Where((_, i) => i != c.first)];
            List<string> doubled = [.. texts.Take(c.first + 1), .. texts.Skip(c.first)];
            return LedgerChain.Verify(swapped, anchor: head).BrokenAt == c.first + 1
                && LedgerChain.Verify(dropped, anchor: head).BrokenAt == c.first + 1
                && LedgerChain.Verify(doubled, anchor: head).BrokenAt == c.first + 2;
        }).QuickCheckThrowOnFailure();
    }

    private static (IReadOnlyList<LedgerEntry> Entries, LedgerHead Head) Chain(int length) =>
        LedgerChain.Append(LedgerHead.Empty, At, Enumerable.Range(0, length).Select(Numbered));

    private static LedgerFact Numbered(int number) =>
        Submitted with { Facts = new Dictionary<string, string> { ["n"] = number.ToString(CultureInfo.InvariantCulture) } };

    private static IEnumerable<string> Texts(IReadOnlyList<LedgerEntry> entries) => entries.Select(e => e.Text);
}
