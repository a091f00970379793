using Campaigns.Local.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.Emulator;

public sealed class AzuriteInstallationTests
{
    [Fact]
    public async Task Ensure_ByTwoAtOnceIntoAnEmptyCache_LeavesOneCopyThatBothUse()
    {
        using var cache = new TemporaryDirectory();
        using var bothFetched = new Barrier(2);

        var scripts = await Task.WhenAll(EnsureAsync(), EnsureAsync());

        Assert.Equal(scripts[0], scripts[1]);
        Assert.True(File.Exists(scripts[0]));
        Assert.Equal("azurite-3.35.0", Path.GetFileName(Assert.Single(Directory.GetDirectories(cache.Path))));

        Task<string> EnsureAsync() => Task.Run(() => AzuriteInstallation.EnsureAsync(
            cache.Path,
            async (directory, cancellation) =>
            {
                await FetchAsync(directory, cancellation);
                bothFetched.SignalAndWait(cancellation);
            },
            null,
            CancellationToken.None));
    }

    [Fact]
    public async Task Ensure_WhenTheFetchFails_LeavesNothingBehindAndFetchesAgainNextTime()
    {
        using var cache = new TemporaryDirectory();

        await Assert.ThrowsAsync<AzuriteException>(() => AzuriteInstallation.EnsureAsync(
            cache.Path,
            async (directory, cancellation) =>
            {
                await FetchAsync(directory, cancellation);
                throw new AzuriteException("npm could not fetch");
            },
            null,
            CancellationToken.None));

        Assert.Empty(Directory.GetDirectories(cache.Path));
        Assert.True(File.Exists(await AzuriteInstallation.EnsureAsync(cache.Path, FetchAsync, null, CancellationToken.None)));
    }

    [Fact]
    public async Task Ensure_WhenItIsThere_FetchesNothing()
    {
        using var cache = new TemporaryDirectory();
        var fetches = 0;
        for (var i = 0; i < 2; i++)
        {
            await AzuriteInstallation.EnsureAsync(
                cache.Path,
                (directory, cancellation) =>
                {
                    fetches++;
                    return FetchAsync(directory, cancellation);
                },
                null,
                CancellationToken.None);
        }

        Assert.Equal(1, fetches);
    }

    private static Task FetchAsync(string directory, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateDirectory(Path.Combine(directory, "node_modules", "azurite", "dist", "src"));
        return File.WriteAllTextAsync(Path.Combine(folder.FullName, "azurite.js"), "", cancellationToken);
    }
}
