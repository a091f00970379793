namespace Campaigns.Local.Hosting;

/// <summary>
/// A function has a shape that the host does not bind; the message names the method. Nothing starts, so that what runs here also runs on Azure.
/// </summary>
public sealed class FunctionRefusedException(string message) : Exception(message);
