using Campaigns.App.Participants;
using Xunit;

namespace Campaigns.App.Tests.Participants;

public sealed class LruCacheTests
{
    [Fact]
    public void Set_BeyondCapacity_LetsTheLeastRecentlyUsedGo()
    {
        var cache = new LruCache<string, int>(2);
        cache.Set("a", 1);
        cache.Set("b", 2);
        Assert.True(cache.TryGet("a", out _));
        cache.Set("c", 3);

        Assert.True(cache.TryGet("a", out var a));
        Assert.Equal(1, a);
        Assert.False(cache.TryGet("b", out _));
        Assert.True(cache.TryGet("c", out _));
    }

    [Fact]
    public void Set_OfAKnownKey_ReplacesItsValueAlone()
    {
        var cache = new LruCache<string, int>(2);
        cache.Set("a", 1);
        cache.Set("b", 2);
        cache.Set("a", 9);
        Assert.True(cache.TryGet("b", out _));
        Assert.True(cache.TryGet("a", out var a));
        Assert.Equal(9, a);
    }
}
