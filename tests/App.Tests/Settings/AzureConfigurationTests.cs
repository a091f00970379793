using System.Diagnostics;
using System.Runtime.CompilerServices;
using Xunit;

namespace Campaigns.App.Tests.Settings;

/// <summary>Configuration Azure, where the package sources lack what it takes.</summary>
public sealed class AzureConfigurationTests
{
    [Fact]
    public async Task Restore_OfPackagesThatNoSourceHas_NamesThemInOneLine()
    {
        using var folder = new Folder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "lacking.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Campaigns.NoSuch.Package" Version="1.0.0" />
                <PackageReference Include="Campaigns.NoSuch.Other" Version="2.0.0" />
              </ItemGroup>
              <Import Project="{Path.GetFullPath(PathOf("Directory.Azure.targets"))}" />
            </Project>
            """);

        var (code, said) = await RestoreAsync(folder.Path, "Azure");

        Assert.NotEqual(0, code);
        var error = Assert.Single(said, line => line.Contains("error", StringComparison.OrdinalIgnoreCase));
        Assert.Contains("no package source here has", error, StringComparison.Ordinal);
        Assert.Contains("Campaigns.NoSuch.Package", error, StringComparison.Ordinal);
        Assert.Contains("Campaigns.NoSuch.Other", error, StringComparison.Ordinal);
    }

    private static async Task<(int Code, string[] Said)> RestoreAsync(string folder, string configuration)
    {
        var start = new ProcessStartInfo("dotnet", ["restore", $"-p:Configuration={configuration}", "-nologo", "-v:q", "-tl:off"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        // What the test run itself was started with must not lead the restore elsewhere.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(name);
        using var restore = Process.Start(start)!;
        var said = await restore.StandardOutput.ReadToEndAsync();
        await restore.WaitForExitAsync();
        return (restore.ExitCode, said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }

    private static string PathOf(string file, [CallerFilePath] string here = "") => Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", file);

    private sealed class Folder : IDisposable
    {
        public string Path { get; } = System.IO.Directory.CreateTempSubdirectory("campaigns-").FullName;

        public void Dispose() => System.IO.Directory.Delete(Path, recursive: true);
    }
}
