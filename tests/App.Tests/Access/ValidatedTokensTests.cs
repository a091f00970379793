using System.Security.Claims;
using Campaigns.App.Access;
using Campaigns.Local.Clocks;
using Xunit;

namespace Campaigns.App.Tests.Access;

public sealed class ValidatedTokensTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 10, 8, 0, 0, TimeSpan.Zero);
    private static readonly SignedIn Who = new(new Caller("p", "p", "zh", new HashSet<AppRole> { AppRole.Reporter }), new ClaimsPrincipal());

    [Theory]
    [InlineData(3600, 59, true)]
    [InlineData(3600, 60, false)]
    [InlineData(30, 29, true)]
    [InlineData(30, 30, false)]
    public void Token_CountsForAMinute_AndNeverBeyondItsEnd(int endsIn, int after, bool counts)
    {
        var time = new VirtualTime(Now);
        var tokens = new ValidatedTokens(time);
        tokens.Keep("Bearer a", Who, Now.AddSeconds(endsIn));
        time.MoveTo(Now.AddSeconds(after));

        Assert.Equal(counts ? Who : null, tokens.Find("Bearer a"));
    }

    [Fact]
    public void Token_AfterTheMachinesClockWasSetBack_CountsForAMinuteAllTheSame()
    {
        var time = new SteppedAndMeasured();
        var tokens = new ValidatedTokens(time);
        tokens.Keep("Bearer a", Who, time.GetUtcNow().AddHours(1));
        time.Back = TimeSpan.FromMinutes(5);
        Assert.Same(Who, tokens.Find("Bearer a"));

        time.Passed = TimeSpan.FromSeconds(60);

        Assert.Null(tokens.Find("Bearer a"));
    }

    [Fact]
    public void AnotherToken_AndOneWhoseEndNobodyKnows_AreLookedAt()
    {
        var tokens = new ValidatedTokens(new VirtualTime(Now));
        tokens.Keep("Bearer a", Who, Now.AddHours(1));
        tokens.Keep("Bearer b", Who, null);
        tokens.Keep("Bearer c", Who, Now);

        Assert.Null(tokens.Find("Bearer A"));
        Assert.Null(tokens.Find("Bearer b"));
        Assert.Null(tokens.Find("Bearer c"));
    }

    /// <summary>A machine whose clock is set back while what it measures goes on.</summary>
    private sealed class SteppedAndMeasured : TimeProvider
    {
        public TimeSpan Back { get; set; }

        public TimeSpan Passed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override DateTimeOffset GetUtcNow() => Now + Passed - Back;

        public override long GetTimestamp() => Passed.Ticks;
    }
}
