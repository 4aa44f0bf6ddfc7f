// Looks again while a file is being fetched. Without a script the page does it by itself.
const seconds = Number(document.querySelector("[data-poll-seconds]").dataset.pollSeconds);
setTimeout(() => location.reload(), seconds * 1000);
