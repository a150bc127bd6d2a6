// Stands for the libraries that draw the figures of reports: the lab draws its own.
module.exports = {}
