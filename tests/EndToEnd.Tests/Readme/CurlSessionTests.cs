using System.Diagnostics;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Campaigns.EndToEnd.Tests.Portal;
using Xunit;

namespace Campaigns.EndToEnd.Tests.Readme;

/// <summary>What README tells a liaison to type, typed: the command that starts the app, and each line of the session in a shell.</summary>
public sealed partial class CurlSessionTests
{
    const string Photo =
        "/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAP//////////////////////////////////////////////////////////////////////////////////////wgALCAABAAEBAREA/8QAFBABAAAA"
        + "AAAAAAAAAAAAAAAAAP/aAAgBAQABPxA=";

    [Fact]
    public async Task Session_OfALiaison_SeesWhatIsDueFilesAPhotoAndHandsIn()
    {
        var readme = await File.ReadAllTextAsync(ReadmePath());
        var session = readme[readme.IndexOf("## Take part by curl", StringComparison.Ordinal)..];
        var arguments = Arguments().Match(session).Groups["arguments"].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var commands = Commands().Match(session).Groups["commands"].Value;
        Assert.NotEmpty(arguments);
        await using var app = await ServedApp.StartAsync([.. arguments, "--speed", "1000"], "The clock stands.");
        var folder = System.IO.Directory.CreateTempSubdirectory("campaigns-readme-");
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "photo.jpg"), Convert.FromBase64String(Photo));

            var (ended, output, errors) = await RunAsync(
                "set -e\n" + commands.Replace("http://localhost:7071", app.Address.ToString().TrimEnd('/'), StringComparison.Ordinal), folder);

            Assert.True(ended == 0, errors + output);
            var answers = Answers(output);
            Assert.Equal("open", (string)answers[0]["phases"]!["q1"]!["status"]!);
            Assert.Equal("2026-04-15T10:00:00+00:00", (string)answers[0]["phases"]!["q1"]!["dueAt"]!);
            Assert.Contains(answers[1]["sections"]!.AsArray().SelectMany(s => s!["clauses"]!.AsArray()), c => (string)c!["id"]! == "deeds");
            Assert.Equal(("sealed", "photo"), ((string)answers[2]["state"]!, (string)answers[2]["kind"]!));
            Assert.True((bool)answers[3]["hasDraft"]!);
            Assert.Empty(answers[3]["missingEvidence"]!.AsObject());
            Assert.Equal(("submitted", "onTime", 31), ((string)answers[4]["status"]!, (string)answers[4]["timeliness"]!, (int)answers[4]["score"]!));
            Assert.True((bool)answers[5]["valid"]!, output);
            Assert.Equal(6, answers.Count);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    static async Task<(int Ended, string Output, string Errors)> RunAsync(string script, DirectoryInfo folder)
    {
        using var shell = Process.Start(new ProcessStartInfo("bash", ["-c", script])
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = shell.StandardError.ReadToEndAsync();
        var output = await shell.StandardOutput.ReadToEndAsync();
        await shell.WaitForExitAsync();
        return (shell.ExitCode, output, await errors);
    }

    // The answers follow each other without a separator, as a terminal shows them.
    static List<JsonNode> Answers(string output)
    {
        var answers = new List<JsonNode>();
        var rest = System.Text.Encoding.UTF8.GetBytes(output).AsMemory();
        while (!rest.IsEmpty)
        {
            var reader = new System.Text.Json.Utf8JsonReader(rest.Span, isFinalBlock: true, default);
            var answer = JsonNode.Parse(ref reader)!;
            answers.Add(answer);
            rest = rest[(int)reader.BytesConsumed..];
            while (!rest.IsEmpty && char.IsWhiteSpace((char)rest.Span[0]))
                rest = rest[1..];
        }
        return answers;
    }

    static string ReadmePath()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Serverless.sln")))
                return Path.Combine(folder.FullName, "README.md");
        }
        throw new InvalidOperationException("The tests do not lie in the repository.");
    }

    [GeneratedRegex("dotnet run --project functions/Campaigns.Local -- (?<arguments>[^\n`]*--hold-at[^\n`]*)")]
    private static partial Regex Arguments();

    [GeneratedRegex("```sh\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Commands();
}
