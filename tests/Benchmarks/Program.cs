using System.Globalization;
using Campaigns.Benchmarks;
using Campaigns.Benchmarks.Scale;
using Campaigns.Benchmarks.Scale.Store;

// "submissions": what handing in costs beside its bare storage calls; "evidence": the same for files; "scale": how a year grows, up to a million participants,
// on a store that counts. Else sizes in townships, smallest first: what a year costs, and how the cost grows.
switch (args)
{
    case ["submissions"]:
        return await SubmissionCosts.PrintAsync(CancellationToken.None);
    case ["evidence"]:
        return await EvidenceCosts.PrintAsync(CancellationToken.None);
    case ["scale", .. var options]:
        return await ScaleCommand.RunAsync(options, CancellationToken.None);
    case [StoreProcess.Command]:
        return await StoreServer.RunAsync();
    default:
        var sizes = args.Length == 0 ? [3, 10] : args.Select(a => int.Parse(a, CultureInfo.InvariantCulture)).ToArray();
        return await YearCosts.PrintAsync(sizes);
}
